import { Pair, type PairSpan } from "../ui/pair.tsx";
import type { PairSide } from "../ui/side-look.ts";
import styles from "./estate.module.css";

const examples: { span: PairSpan; words: string; partner?: PairSide; instance?: PairSide }[] = [
  { span: "flows", words: "filled leads (global primary), outlined follows (forwarder), arrow = way of the log" },
  { span: "seeding", words: "seeding" },
  { span: "catching-up", words: "catching up" },
  { span: "suspended", words: "suspended or stalled" },
  { span: "disconnected", words: "disconnected" },
  { span: "split", words: "split brain", instance: "leads" },
  { span: "unknown", words: "one side silent", partner: "blind" },
];

/** What the small pairs in the table mean. */
export function PairKey() {
  return (
    <ul className={styles.key} aria-label="Key of the pair">
      {examples.map(({ span, words, partner = "leads", instance = "follows" }) => (
        <li key={span}>
          <Pair partner={partner} instance={instance} span={span} label={null} />
          {words}
        </li>
      ))}
    </ul>
  );
}
