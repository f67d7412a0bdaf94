import NextLink from "next/link";
import type { SynapseAlarm } from "../../lib/domain/synapse-alarm.ts";
import { Elapsed } from "../ui/elapsed.tsx";
import { Panel } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./synapse-alarms.module.css";

const shownAtMost = 3;

/** Synapse Links that someone has to look at, above the links themselves: whoever sees this page must not miss them. */
export function SynapseAlarms({ alarms }: { alarms: readonly SynapseAlarm[] }) {
  if (alarms.length === 0) return null;
  const more = alarms.length - shownAtMost;
  return (
    <section aria-label="Synapse Links" className={styles.alarms}>
      <Panel padded={false}>
        <ul>
          {alarms.slice(0, shownAtMost).map((alarm) => (
            <li key={alarm.id} data-verdict={alarm.verdict}>
              <VerdictMark verdict={alarm.verdict} />
              <NextLink href="/synapse">
                <Sentence text={alarm.headline} />
              </NextLink>
              <b>
                <Elapsed since={alarm.since} />
              </b>
            </li>
          ))}
          {more > 0 && (
            <li>
              <span />
              <NextLink href="/synapse">{more} more on the page of Synapse Links</NextLink>
            </li>
          )}
        </ul>
      </Panel>
    </section>
  );
}
