"use client";

import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import type { Side, Vantage } from "../../lib/domain/vantage.ts";
import { phaseWords } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { isSilent, sideLook } from "../ui/side-look.ts";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { flowWords } from "./flow-words.ts";
import styles from "./pair-panel.module.css";
import { armFacts } from "./raw-facts.ts";
import { type SideFact, sideFacts } from "./side-facts.ts";
import { connectionWords, type SpanForm, spanForm } from "./span-form.ts";

const kinds: Record<Side, string> = { partner: "SQL Server", instance: "Managed instance" };
const roleWords = { globalPrimary: "Global primary", forwarder: "Forwarder", resolving: "Resolving" };

/** Both sides with the same facts, and between them the way of the log. Filled leads, outlined follows, hatched is not known. */
export function PairPanel({
  snapshot,
  intervals,
}: {
  snapshot: LinkSnapshot;
  intervals: Partial<Record<Vantage, number>>;
}) {
  const { assessment } = snapshot;
  const form = spanForm(assessment);
  const armConnected = armFacts(snapshot)?.databases[0]?.connectedState ?? null;
  const connection = connectionWords([
    { voice: "SQL Server", connected: assessment.partner.connected?.value ?? null },
    { voice: "managed instance", connected: assessment.instance.connected?.value ?? null },
    { voice: "ARM", connected: armConnected === null ? null : /^connected$/i.test(armConnected) },
  ]);
  const flow = form.head === null ? null : flowWords(assessment);
  return (
    <section className={styles.section} aria-labelledby="sides">
      <h2 id="sides" className="sr">
        Both sides
      </h2>
      <div className={styles.pair}>
        <SideBlock assessment={assessment} side="partner" isSplit={form.sign === "walls"} />
        <SideFacts facts={sideFacts(snapshot, "partner")} intervals={intervals} />
        <div className={`${styles.span} ${styles[form.tone]}`}>
          <p className={styles.above}>
            <b>{phaseWords[assessment.phase]}</b>
            {flow}
          </p>
          <SpanLine form={form} />
          <p className={styles.below}>
            {connection.word}
            <br />
            {connection.who}
          </p>
        </div>
        <SideBlock assessment={assessment} side="instance" isSplit={form.sign === "walls"} />
        <SideFacts facts={sideFacts(snapshot, "instance")} intervals={intervals} />
      </div>
    </section>
  );
}

function SideBlock({
  assessment,
  side,
  isSplit,
}: {
  assessment: LinkSnapshot["assessment"];
  side: Side;
  isSplit: boolean;
}) {
  const { name, role } = assessment[side];
  const look = sideLook(assessment, side);
  const roleText = role ? roleWords[role.value] : "Role not known";
  return (
    <div
      className={`${styles.block} ${styles[look]} ${styles[side]} ${isSplit && look === "leads" ? styles.split : ""}`}
    >
      <span className={styles.kind}>{kinds[side]}</span>
      <b>{name ?? "Name not known"}</b>
      <span className={styles.role}>{isSilent(assessment.findings, side) ? "Silent" : roleText}</span>
    </div>
  );
}

function SideFacts({ facts, intervals }: { facts: SideFact[]; intervals: Partial<Record<Vantage, number>> }) {
  return (
    <dl className={`${styles.facts} ${styles[facts[0]!.side]}`}>
      {facts.map((fact) => (
        <div key={fact.term}>
          <dt>{fact.term}</dt>
          <dd>
            {fact.value === null ? (
              <span className={fact.isUnknown ? styles.unknown : "faint"}>{fact.missing}</span>
            ) : (
              <span className={styles.value}>
                {fact.verdict && <VerdictMark verdict={fact.verdict} size={14} label={null} />}
                {fact.value}
              </span>
            )}
            {fact.vantage && fact.at && (
              <small>
                <VantageMark vantage={fact.vantage} withWord={false} />
                <Age at={fact.at} intervalSeconds={intervals[fact.vantage]} suffix=" ago" />
              </small>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

function SpanLine({ form }: { form: SpanForm }) {
  return (
    <div
      className={`${styles.line} ${styles[form.line]} ${form.head === "partner" ? styles.back : ""}`}
      aria-hidden="true"
    >
      <i />
      {form.sign !== "none" && (
        <>
          <svg viewBox="0 0 20 20" className={styles.sign} aria-hidden="true">
            {form.sign === "cross" && <path d="M4 4 16 16M16 4 4 16" />}
            {form.sign === "bars" && <path d="M6.5 2V18M13.5 2V18" />}
            {form.sign === "walls" && <path d="M3 1V19M17 1V19" />}
          </svg>
          <i />
        </>
      )}
      {form.head && <span className={styles.head} />}
    </div>
  );
}
