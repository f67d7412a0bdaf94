import { plural } from "../estate/headline.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import { type BlindServer, lackingFacts, withheldFacts } from "./blind-words.ts";
import styles from "./health.module.css";

/** What is not seen on which server, with the grant to copy; what a version does not have folds away, since nothing helps. */
export function BlindList({ servers }: { servers: readonly BlindServer[] }) {
  const lacking = lackingFacts(servers);
  const lackingCount = lacking.reduce((sum, one) => sum + one.facts.length, 0);
  return (
    <ul className={styles.blind}>
      {withheldFacts(servers).map(({ server, facts, permission, reason, grant }) => (
        <li key={`${server.id} ${permission}`}>
          <div>
            <VerdictBadge verdict="unknown" word={`${server.name}: ${facts}`} />
            <p className="quiet">
              Because {reason}.{grant !== null && " Put your own login's name into the grant."}
            </p>
          </div>
          <CopyText text={grant ?? permission} label={`Copy the grant for ${facts} on ${server.name}`}>
            {grant === null ? "Copy permission" : "Copy grant script"}
          </CopyText>
        </li>
      ))}
      {lackingCount > 0 && (
        <li>
          <details>
            <summary>{plural(lackingCount, "fact")} that no permission helps with</summary>
            {lacking.map(({ server, facts, reason }) => (
              <p key={`${server.id} ${reason}`} className="quiet">
                {server.name}: {reason}: {facts.join(", ")}.
              </p>
            ))}
          </details>
        </li>
      )}
    </ul>
  );
}
