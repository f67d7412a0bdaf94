import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import styles from "./health.module.css";
import { grantFor } from "./health-words.ts";

/** What Linkspan is not allowed to see, where, and what to run so that it may. */
export function BlindFacts({ sources }: { sources: readonly Pick<SourceHealth, "id" | "name" | "blind">[] }) {
  const blind = sources.filter((source) => source.blind.length > 0);
  if (blind.length === 0) return null;
  return (
    <Section id="blind" title="Not seen" note="What a source cannot tell Linkspan is shown as unknown, never as fine">
      <Panel padded={false}>
        <ul className={styles.blind}>
          {blind.flatMap(({ id, name, blind: facts }) =>
            facts.map(({ fact, permission, reason }) => {
              const grant = permission && grantFor(permission);
              return (
                <li key={`${id} ${fact}`}>
                  <div>
                    <VerdictBadge verdict="unknown" word={`${fact}, on ${name}`} />
                    <p className="quiet">
                      Because {reason}.{grant !== null && " Put your own login's name into the grant."}
                    </p>
                  </div>
                  {permission !== null && (
                    <CopyText text={grant ?? permission} label={`Copy the grant for ${fact} on ${name}`}>
                      {grant === null ? "Copy permission" : "Copy grant script"}
                    </CopyText>
                  )}
                </li>
              );
            }),
          )}
        </ul>
      </Panel>
    </Section>
  );
}
