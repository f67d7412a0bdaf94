import type { ReactNode } from "react";
import type { Verdict } from "../../lib/domain/verdict.ts";
import styles from "./empty-state.module.css";
import { Panel } from "./panel.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

/** Why there is nothing, or nothing new, and what to do next. Never without a reason. */
export function EmptyState({
  title,
  level = 3,
  verdict,
  word,
  children,
  step,
}: {
  title: string;
  /** Below a section's title it is 3; where it is all there is below the page's title, 2. */
  level?: 2 | 3;
  /** With `word`: what is wrong, in a verdict's colour. */
  verdict?: Verdict;
  word?: string;
  children: ReactNode;
  step?: ReactNode;
}) {
  const Heading = level === 2 ? "h2" : "h3";
  return (
    <Panel className={styles.state}>
      <Heading>{title}</Heading>
      {verdict && (
        <p>
          <VerdictBadge verdict={verdict} word={word} />
        </p>
      )}
      <div className="quiet">{children}</div>
      {step && <div>{step}</div>}
    </Panel>
  );
}
