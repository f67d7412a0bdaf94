import type { ReactNode } from "react";
import type { Vantage } from "../../lib/domain/vantage.ts";
import styles from "./vantage.module.css";

/** Who speaks: a side, both sides, Azure Resource Manager, or Linkspan's own judgement. */
export type Speaker = Vantage | "both" | "linkspan";

export const speakerWords: Record<Speaker, string> = {
  partner: "SQL Server",
  instance: "managed instance",
  arm: "ARM",
  both: "both sides",
  linkspan: "Linkspan",
};

const outline = { fill: "none", stroke: "var(--text-3)" } as const;
const partnerFilled = <rect x="1" y="2.5" width="6" height="7" fill="var(--series-partner)" />;
const instanceFilled = <rect x="13" y="2.5" width="6" height="7" fill="var(--series-instance)" />;
const partnerOutline = <rect x="1.5" y="3" width="5" height="6" {...outline} />;
const instanceOutline = <rect x="13.5" y="3" width="5" height="6" {...outline} />;
const span = <path d="M7 6H13" stroke="var(--text-3)" />;

/** The pair of two sides with the one that speaks filled; ARM looks down on both. */
const shapes: Record<Speaker, ReactNode> = {
  partner: (
    <>
      {partnerFilled}
      {span}
      {instanceOutline}
    </>
  ),
  instance: (
    <>
      {partnerOutline}
      {span}
      {instanceFilled}
    </>
  ),
  both: (
    <>
      {partnerFilled}
      {span}
      {instanceFilled}
    </>
  ),
  arm: (
    <>
      <rect x="1.5" y="4.5" width="5" height="5" {...outline} />
      <path d="M7 7H13" stroke="var(--text-3)" />
      <rect x="13.5" y="4.5" width="5" height="5" {...outline} />
      <path d="M10 .8 13.2 4H6.8Z" fill="var(--series-3)" />
    </>
  ),
  linkspan: (
    <>
      {partnerOutline}
      {span}
      {instanceOutline}
    </>
  ),
};

/** The speaker's sign, followed by its word unless the column already names it. `word` replaces the usual one. */
export function VantageMark({
  vantage,
  withWord = true,
  word = speakerWords[vantage],
}: {
  vantage: Speaker;
  withWord?: boolean;
  word?: string;
}) {
  return (
    <span className={styles.vantage}>
      <svg viewBox="0 0 20 12" role="img" aria-label={withWord ? undefined : word} aria-hidden={withWord}>
        {shapes[vantage]}
      </svg>
      {withWord && word}
    </span>
  );
}
