"use client";

import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import type { SynapseLinkRow } from "../../lib/domain/synapse-snapshot.ts";
import { verdictWords } from "../../lib/format/words.ts";
import { Age } from "../ui/age.tsx";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import { RecoverySteps } from "./recovery-steps.tsx";
import styles from "./synapse.module.css";
import { SynapseFindings } from "./synapse-findings.tsx";
import { SynapseTables } from "./synapse-tables.tsx";
import { serverName, styleWords, synapseAnchor } from "./synapse-words.ts";

/** One Synapse Link: as displayed and as concluded, where its source is, its tables, and the way back where one is needed. */
export function SynapseLinkPanel({ link, source }: { link: SynapseLinkRow; source: SourceHealth | undefined }) {
  const { facts, assessment } = link;
  const anchor = synapseAnchor(link.id);
  return (
    <section className={styles.link} aria-labelledby={anchor}>
      <div className={styles.title}>
        <h2 id={anchor}>
          <Name text={link.linkConnectionName} />
        </h2>
        <VerdictBadge verdict={assessment.verdict} ground />
        <p>
          in <span className="name">{link.workspaceName}</span>, told{" "}
          <Age at={link.observedAt} intervalSeconds={source?.intervalSeconds} suffix=" ago" />
        </p>
      </div>
      <SynapseFindings findings={assessment.findings} />
      <Panel className={styles.facts}>
        <DefinitionList
          columns={4}
          items={[
            { term: "Displayed as", value: <b>{facts.status ?? <NotTold />}</b> },
            { term: "Linkspan concludes", value: <b>{assessment.conclusion}</b> },
            { term: "Started", value: facts.startedAt === null ? <NotTold /> : <Moment at={facts.startedAt} /> },
            { term: "Source database", value: facts.source.databaseName ?? <NotTold /> },
            { term: "Points at server", value: facts.source.serverName ?? <NotTold /> },
            { term: "Linked service", value: <LinkedService link={link} /> },
            { term: "Failover group", value: <FailoverGroup facts={facts} /> },
            { term: "Fed by the primary", value: fedWords(facts.isFedByPrimary) ?? <NotTold /> },
            ...(facts.landingZoneCredentialExpiresAt === null
              ? []
              : [
                  {
                    term: "Landing zone credential until",
                    value: <Moment at={facts.landingZoneCredentialExpiresAt} />,
                  },
                ]),
          ]}
        />
        <Untold facts={facts} />
      </Panel>
      {assessment.steps.length > 0 && <RecoverySteps name={link.linkConnectionName} steps={assessment.steps} />}
      <SynapseTables link={link} />
      <Changes link={link} />
    </section>
  );
}

function LinkedService({ link: { facts, assessment } }: { link: SynapseLinkRow }) {
  const { linkedServiceName, connectionServer } = facts.source;
  const style = styleWords(assessment.failover.style);
  if (linkedServiceName === null) return <NotTold />;
  return (
    <>
      {linkedServiceName}
      <small className={styles.more}>{connectionServer ?? "server not told"}</small>
      {style && <small className={styles.more}>{style}</small>}
    </>
  );
}

function FailoverGroup({ facts }: Pick<SynapseLinkRow, "facts">) {
  if (facts.failoverToldAt === null) return <NotTold />;
  const { failoverGroup: group } = facts;
  const told = (
    <small className={styles.more}>
      ARM, <Age at={facts.failoverToldAt} suffix=" ago" />
    </small>
  );
  if (group === null)
    return (
      <>
        none holds the database
        {told}
      </>
    );
  return (
    <>
      {group.name}
      {group.replicationState && <>, {group.replicationState}</>}
      {group.servers.map((server) => (
        <small key={server.resourceId} className={styles.more}>
          {serverName(server.resourceId)}: {server.role ?? "role not told"}
          {server.location && `, ${server.location}`}
        </small>
      ))}
      {told}
    </>
  );
}

function fedWords(isFed: boolean | null): string | null {
  if (isFed === null) return null;
  return isFed ? "yes" : "not listed there";
}

/** What could not be read is said, so that a gap is never taken for "none". */
function Untold({ facts }: Pick<SynapseLinkRow, "facts">) {
  if (facts.untold.length === 0) return null;
  return (
    <ul className={styles.untold}>
      {facts.untold.map(({ fact, reason }) => (
        <li key={fact}>
          <Sentence text={`Not told, ${fact}: ${reason}.`} />
        </li>
      ))}
    </ul>
  );
}

function NotTold() {
  return <span className={styles.unknown}>not told</span>;
}

/** Changes of the verdict, newest first; the first verdict alone is no news. */
function Changes({ link: { transitions } }: { link: SynapseLinkRow }) {
  if (transitions.length < 2) return null;
  return (
    <Panel>
      <PanelHead title="What changed" note="Newest first" />
      <ol className={styles.changes}>
        {transitions.map((change) => (
          <li key={`${change.at} ${change.to}`}>
            <Moment at={change.at} />
            <VerdictBadge
              verdict={change.to}
              word={change.from === null ? `First seen: ${verdictWords[change.to]}` : verdictWords[change.to]}
            />
            <span className="quiet">
              <Sentence text={change.reason} />
            </span>
          </li>
        ))}
      </ol>
    </Panel>
  );
}
