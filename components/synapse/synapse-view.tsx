"use client";

import { useMemo } from "react";
import type { SynapseSnapshot } from "../../lib/domain/synapse-snapshot.ts";
import { PollNow } from "../live/poll-now.tsx";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { VerdictAnnouncer } from "../live/verdict-announcer.tsx";
import { Age } from "../ui/age.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./synapse.module.css";
import { SynapseLinkPanel } from "./synapse-link-panel.tsx";
import { synapseAnchor, synapseExtent, synapseHeadline } from "./synapse-words.ts";

const synapseKey = ["synapse"] as const;

/** Synapse Links, what is wrong with them first: a status of Running proves nothing once the source failed over. */
export function SynapseView({ initial }: { initial: SynapseSnapshot }) {
  const live = useLive<SynapseSnapshot>(synapseKey, "/api/synapse", initial);
  const { links, sources } = live.data;
  const judged = useMemo(
    () =>
      links.map(({ id, linkConnectionName: name, assessment }) => ({ linkId: id, name, verdict: assessment.verdict })),
    [links],
  );
  if (sources.length === 0) return <NoWorkspace />;
  return (
    <>
      <VerdictAnnouncer links={judged} />
      <StaleNotice live={live} />
      <div className={styles.head}>
        <div>
          <h1>{synapseHeadline(links.map((link) => link.assessment.verdict))}</h1>
          <p className={styles.extent}>
            {synapseExtent(live.data)}. Their status as displayed is checked against where their source is now.
          </p>
        </div>
        <PollNow sourceIds={sources.map((source) => source.id)} title="Ask the workspaces now" />
      </div>
      {links.length === 0 ? <NoLinks sources={sources} /> : <Problems links={links} />}
      {links.map((link) => (
        <SynapseLinkPanel key={link.id} link={link} source={sources.find((source) => source.id === link.sourceId)} />
      ))}
      <Workspaces sources={sources} />
    </>
  );
}

/** One sentence for each that someone has to look at, with the way to it. */
function Problems({ links }: Pick<SynapseSnapshot, "links">) {
  const findings = links.flatMap(({ id, linkConnectionName, assessment }) =>
    assessment.findings
      .filter(({ verdict }) => verdict !== "ok" && verdict !== "progress")
      .map((finding) => ({ id, linkConnectionName, ...finding })),
  );
  if (findings.length === 0) return null;
  return (
    <Section id="needs" title="Needs attention" note="Worst first">
      <Panel padded={false}>
        <ol className={styles.problems}>
          {findings.map((finding) => (
            <li key={`${finding.id} ${finding.key}`} data-verdict={finding.verdict}>
              <VerdictMark verdict={finding.verdict} />
              <a href={`#${synapseAnchor(finding.id)}`}>
                <Sentence text={finding.reason} />
              </a>
            </li>
          ))}
        </ol>
      </Panel>
    </Section>
  );
}

function Workspaces({ sources }: Pick<SynapseSnapshot, "sources">) {
  return (
    <Section id="workspaces" title="Workspaces" note="Who is asked">
      <Panel padded={false}>
        <ul className={styles.workspaces}>
          {sources.map((source) => (
            <li key={source.id}>
              <VerdictMark verdict={source.verdict} />
              <b>{source.name}</b>
              <span className="quiet">
                <Sentence text={source.verdict === "ok" ? "Answers." : source.reason} />
                {source.failingSince !== null && source.lastFailure !== null && (
                  <small className={styles.more}>{source.lastFailure.message}</small>
                )}
                {source.blind.map((gap) => ` Cannot see ${gap.fact}: ${gap.reason}.`).join("")}
              </span>
              <Age at={source.lastAnsweredAt} intervalSeconds={source.intervalSeconds} suffix=" ago" />
            </li>
          ))}
        </ul>
      </Panel>
    </Section>
  );
}

function NoWorkspace() {
  return (
    <>
      <h1>No Synapse workspace is named in the estate</h1>
      <EmptyState
        level={2}
        title="Azure Synapse Link is not watched"
        step={
          <pre className={styles.example}>
            {
              "synapseWorkspaces:\n  - name: <workspace>\n    endpoint: https://<workspace>.dev.azuresynapse.net\n    credential: <an entry of credentials>"
            }
          </pre>
        }
      >
        After a failover of its source a Synapse Link is still displayed as Running and copies nothing. To have that
        told, add the workspace to the estate file and start Linkspan again.
      </EmptyState>
    </>
  );
}

function NoLinks({ sources }: Pick<SynapseSnapshot, "sources">) {
  const silent = sources.filter((source) => source.lastAnsweredAt === null);
  return (
    <EmptyState
      level={2}
      title="No Synapse Link yet"
      {...(silent.length > 0 ? { verdict: "unknown" as const, word: "Whether there are any cannot be told" } : {})}
    >
      {silent.length > 0
        ? `${silent.map((source) => source.name).join(", ")} has not answered yet.`
        : "The workspaces answer, and none has a link connection. One is found by itself once it exists."}
    </EmptyState>
  );
}
