import { grantScript, grantTargets } from "../../lib/format/grants.ts";
import { CopyText } from "../ui/copy-text.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import styles from "./health.module.css";

/** All that Linkspan's login needs, one script a kind of server. Linkspan never runs them. */
export function GrantScripts() {
  return (
    <Section id="grants" title="Grants" note="All that Linkspan reads; nothing that writes">
      <Panel padded={false}>
        <ul className={styles.blind}>
          {grantTargets.map(({ target, title }) => (
            <li key={target}>
              <details>
                <summary>{title}</summary>
                <pre className={styles.script}>{grantScript(target)}</pre>
              </details>
              <CopyText text={grantScript(target)} label={`Copy the grants for ${title}`}>
                Copy grants
              </CopyText>
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}
