"use client";

import { type ReactNode, useEffect, useRef } from "react";
import styles from "./panel.module.css";
import { useNarrow } from "./use-narrow.ts";

/** A surface with a hairline; no shadow, no panel inside a panel. */
export function Panel({
  children,
  padded = true,
  className = "",
}: {
  children: ReactNode;
  padded?: boolean;
  className?: string;
}) {
  return <div className={`${styles.panel} ${padded ? styles.padded : ""} ${className}`}>{children}</div>;
}

/** A labelled part of a page. `id` names its heading; `note` stands at the right of it. `folds`: closed at first, on a phone or anywhere. */
export function Section({
  id,
  title,
  note,
  folds,
  children,
}: {
  id: string;
  title: string;
  note?: ReactNode;
  folds?: "phone" | "always";
  children: ReactNode;
}) {
  const head = (
    <>
      <h2 id={id}>{title}</h2>
      {note && <p>{note}</p>}
    </>
  );
  return (
    <section className={styles.section} aria-labelledby={id}>
      {folds === undefined ? (
        <>
          <div className={styles.head}>{head}</div>
          {children}
        </>
      ) : (
        <Fold id={id} head={head} folds={folds}>
          {children}
        </Fold>
      )}
    </section>
  );
}

/** Opens for whoever comes by its address. */
function Fold({
  id,
  head,
  folds,
  children,
}: {
  id: string;
  head: ReactNode;
  folds: "phone" | "always";
  children: ReactNode;
}) {
  const isNarrow = useNarrow();
  const details = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    const follow = () => {
      if (location.hash === `#${id}` && details.current) details.current.open = true;
    };
    follow();
    addEventListener("hashchange", follow);
    return () => removeEventListener("hashchange", follow);
  }, [id]);
  return (
    <details ref={details} open={folds === "phone" && !isNarrow}>
      <summary className={`${styles.head} ${styles.fold}`}>{head}</summary>
      {children}
    </details>
  );
}

/** Title row inside a panel. `level`: 2 where no section's title stands above it. */
export function PanelHead({ title, note, level = 3 }: { title: string; note?: ReactNode; level?: 2 | 3 }) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <div className={styles.panelHead}>
      <Heading>{title}</Heading>
      {note && <p>{note}</p>}
    </div>
  );
}
