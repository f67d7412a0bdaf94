"use client";

import { useEffect, useState } from "react";
import styles from "./section-nav.module.css";

export interface PageSection {
  /** Of the element the address leads to. */
  id: string;
  word: string;
}

/** The parts of a long page, one line under its head; the address holds which, and the one being read is marked. */
export function SectionNav({ sections }: { sections: readonly PageSection[] }) {
  const current = useSectionInView(sections);
  return (
    <nav className={styles.nav} aria-label="On this page">
      <ul>
        {sections.map(({ id, word }) => (
          <li key={id}>
            <a href={`#${id}`} aria-current={id === current ? "location" : undefined}>
              {word}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** The section that crosses the upper third of the window. Null before the first. */
function useSectionInView(sections: readonly PageSection[]): string | null {
  const [current, setCurrent] = useState<string | null>(null);
  const ids = sections.map(({ id }) => id).join();
  useEffect(() => {
    const idOf = new Map<Element, string>();
    for (const id of ids.split(",")) {
      const section = document.getElementById(id)?.closest("section");
      if (section) idOf.set(section, id);
    }
    const observer = new IntersectionObserver(
      (entries) => {
        const entered = entries.findLast((entry) => entry.isIntersecting);
        if (entered) setCurrent(idOf.get(entered.target) ?? null);
      },
      { rootMargin: "-15% 0px -70%" },
    );
    for (const section of idOf.keys()) observer.observe(section);
    return () => observer.disconnect();
  }, [ids]);
  return current;
}
