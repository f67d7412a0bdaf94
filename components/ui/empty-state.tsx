import type { ReactNode } from "react";
import type { Verdict } from "../../lib/domain/verdict.ts";
import styles from "./empty-state.module.css";
import { Panel } from "./panel.tsx";
import { VerdictBadge } from "./verdict-badge.tsx";

/** Why there is nothing, or nothing new, and what to do next. Never without a reason. */
export function EmptyState({
  title,
  verdict,
  word,
  children,
  step,
}: {
  title: string;
  /** With `word`: what is wrong, in a verdict's colour. */
  verdict?: Verdict;
  word?: string;
  children: ReactNode;
  step?: ReactNode;
}) {
  return (
    <Panel className={styles.state}>
      <h3>{title}</h3>
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
