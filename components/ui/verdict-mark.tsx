import type { ReactNode } from "react";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { verdictWords } from "../../lib/format/words.ts";
import styles from "./verdict.module.css";

const stroke = { fill: "none", stroke: "currentColor", strokeWidth: 1.5 } as const;

/** One shape per verdict, so that a page printed in black says the same. */
const shapes: Record<Verdict, ReactNode> = {
  problem: (
    <>
      <path d="M5 .9h6L15.1 5v6L11 15.1H5L.9 11V5Z" fill="currentColor" />
      <path
        d="M5.4 5.4 10.6 10.6M10.6 5.4 5.4 10.6"
        stroke="var(--verdict-glyph)"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
    </>
  ),
  unknown: (
    <>
      <circle cx="8" cy="8" r="6.25" {...stroke} strokeDasharray="2.4 1.53" />
      <path d="M6.2 6.5C6.2 5.4 7 4.8 8 4.8s1.8.6 1.8 1.6c0 1.2-1.8 1.3-1.8 2.6" {...stroke} strokeLinecap="round" />
      <circle cx="8" cy="11.2" r=".95" fill="currentColor" />
    </>
  ),
  attention: (
    <>
      <path
        d="M8 1.9 14.6 13.5H1.4Z"
        fill="currentColor"
        stroke="currentColor"
        strokeWidth="1.6"
        strokeLinejoin="round"
      />
      <path d="M8 5.6V9.3" stroke="var(--verdict-glyph)" strokeWidth="1.7" strokeLinecap="round" />
      <circle cx="8" cy="11.8" r="1" fill="var(--verdict-glyph)" />
    </>
  ),
  progress: (
    <>
      <circle cx="8" cy="8" r="6.25" {...stroke} />
      <path d="M8 4a4 4 0 0 1 0 8Z" fill="currentColor" />
    </>
  ),
  ok: (
    <>
      <circle cx="8" cy="8" r="6.25" {...stroke} />
      <path d="M5.1 8.3 7.2 10.3 11 5.9" {...stroke} strokeLinecap="round" strokeLinejoin="round" />
    </>
  ),
};

/** The mark alone. `label` null: the word stands beside it, so the mark is decoration. `size` in px. */
export function VerdictMark({ verdict, size = 16, label }: { verdict: Verdict; size?: number; label?: string | null }) {
  const name = label === undefined ? verdictWords[verdict] : label;
  return (
    <svg
      className={styles.mark}
      data-verdict={verdict}
      viewBox="0 0 16 16"
      width={size}
      height={size}
      role="img"
      aria-label={name ?? undefined}
      aria-hidden={name === null}
    >
      {shapes[verdict]}
    </svg>
  );
}
