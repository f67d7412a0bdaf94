import styles from "./pair.module.css";
import type { PairSide } from "./side-look.ts";

/** What runs, or does not run, between the ends. */
export type PairSpan =
  | "flows"
  | "waiting"
  | "seeding"
  | "catching-up"
  | "suspended"
  | "disconnected"
  | "failed"
  | "split"
  | "unknown";

const spanTone: Record<PairSpan, "plain" | "progress" | "attention" | "problem" | "unknown"> = {
  flows: "plain",
  waiting: "progress",
  seeding: "progress",
  "catching-up": "progress",
  suspended: "attention",
  disconnected: "problem",
  failed: "problem",
  split: "problem",
  unknown: "unknown",
};

const broken = "M27 5 33 11M33 5 27 11";

/** Drawn from left to right; a log that flows back is the same, mirrored. */
const spanPath: Record<PairSpan, string> = {
  flows: "M17 8H39",
  waiting: "M18 8H43",
  seeding: "M17 8H39",
  "catching-up": "M17 8H39",
  suspended: "M16 8H26M27.5 4.5V11.5M32.5 4.5V11.5M34 8H44",
  disconnected: `M16 8H25M35 8H44${broken}`,
  failed: `M16 8H25${broken}`,
  split: "M16 8H26M26 4.5V11.5M34 4.5V11.5M34 8H44",
  unknown: "M17 8H43",
};

const spanDash: Partial<Record<PairSpan, string>> = { seeding: "5 2.5", waiting: "1 4", unknown: "1.5 2.5" };

/** The small sign of a link, 60 × 16: SQL Server left, managed instance right. `label` null where words stand beside it. */
export function Pair({
  partner,
  instance,
  span,
  label,
}: {
  partner: PairSide;
  instance: PairSide;
  span: PairSpan;
  label: string | null;
}) {
  const flowsBack = instance === "leads" && partner !== "leads";
  const hasHead = span === "flows" || span === "seeding" || span === "catching-up";
  return (
    <svg
      className={`${styles.pair} ${styles[spanTone[span]]} ${span === "split" ? styles.split : ""}`}
      viewBox="0 0 60 16"
      role="img"
      aria-label={label ?? undefined}
      aria-hidden={label === null}
    >
      <End side={partner} x={0} />
      <g transform={flowsBack ? "matrix(-1 0 0 1 60 0)" : undefined}>
        <path
          className={styles.span}
          d={spanPath[span]}
          strokeDasharray={spanDash[span]}
          strokeLinecap={span === "waiting" ? "round" : undefined}
        />
        {hasHead && <path className={styles.head} d="M38 4.5 44 8 38 11.5Z" />}
      </g>
      <End side={instance} x={45} />
    </svg>
  );
}

function End({ side, x }: { side: PairSide; x: number }) {
  return side === "leads" ? (
    <rect className={styles.leads} x={x + 1} y="3.5" width="13" height="9" rx="1" />
  ) : (
    <rect className={styles[side]} x={x + 1.5} y="3.5" width="12" height="9" rx="1" strokeWidth="1.25" />
  );
}
