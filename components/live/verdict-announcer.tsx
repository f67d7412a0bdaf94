"use client";

import { useEffect, useRef, useState } from "react";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { verdictWords } from "../../lib/format/words.ts";

interface Judged {
  linkId: string;
  name: string;
  verdict: Verdict;
}

/** Tells a screen reader when verdicts change: at most one message per reading, problems at once, the rest when it is quiet. */
export function VerdictAnnouncer({ links }: { links: readonly Judged[] }) {
  const before = useRef<ReadonlyMap<string, Verdict> | null>(null);
  const [message, setMessage] = useState({ text: "", isUrgent: false });
  useEffect(() => {
    const changes = verdictChanges(before.current, links);
    before.current = new Map(links.map((link) => [link.linkId, link.verdict]));
    if (changes.length === 0) return;
    setMessage({ text: changeSentence(changes), isUrgent: changes.some((link) => link.verdict === "problem") });
  }, [links]);
  return (
    <>
      <p className="sr" aria-live="polite">
        {message.isUrgent ? "" : message.text}
      </p>
      <p className="sr" aria-live="assertive">
        {message.isUrgent ? message.text : ""}
      </p>
    </>
  );
}

/** Links whose verdict is not what it was; none at the first look. */
export function verdictChanges(before: ReadonlyMap<string, Verdict> | null, links: readonly Judged[]): Judged[] {
  if (before === null) return [];
  return links.filter((link) => before.has(link.linkId) && before.get(link.linkId) !== link.verdict);
}

/** "wms-rotterdam: Problem", up to three by name, then how many more. */
export function changeSentence(changes: readonly Judged[]): string {
  const named = changes.slice(0, 3).map((link) => `${link.name}: ${verdictWords[link.verdict]}`);
  const more = changes.length - named.length;
  return more > 0 ? `${named.join(", ")}, and ${more} more changed` : named.join(", ");
}
