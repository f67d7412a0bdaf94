import type { Verdict } from "../../lib/domain/verdict.ts";
import { verdictWords } from "../../lib/format/words.ts";
import styles from "./verdict.module.css";
import { VerdictMark } from "./verdict-mark.tsx";

/** Mark and word. `ground` puts it on the verdict's tint; `word` replaces the verdict's own ("Not yet", "Disconnected"). */
export function VerdictBadge({
  verdict,
  word = verdictWords[verdict],
  ground = false,
}: {
  verdict: Verdict;
  word?: string;
  ground?: boolean;
}) {
  return (
    <span className={ground ? `${styles.badge} ${styles.ground}` : styles.badge} data-verdict={verdict}>
      <VerdictMark verdict={verdict} label={null} />
      {word}
    </span>
  );
}
