// What is wrong with an Azure Synapse Link: its status as displayed, its source, its tables, and the credential of its landing zone.
import type { Limits } from "./limits.ts";
import type { SourceFailover, SynapseDraft, SynapseEvidence, SynapseLinkView } from "./synapse-assessment.ts";
import { isRunning, isSameName, newestCommit } from "./synapse-failover.ts";
import type { Verdict } from "./verdict.ts";
import { clause, countWords, listWords, shortClause, utcDay } from "./wording.ts";

const dayMs = 86_400_000;
const inStudio = "in Synapse Studio (Integrate)";

/** Nobody copies in any of these; whether on purpose only its owner knows. */
const resting: Record<string, { words: string; step: string }> = {
  stopped: { words: "is stopped", step: `Start it ${inStudio} unless it was stopped on purpose` },
  paused: { words: "is paused", step: `Resume it ${inStudio} unless it was paused on purpose` },
  initial: { words: "was never started", step: `Start it ${inStudio} once its tables are chosen` },
};
const passing = ["starting", "stopping", "pausing", "resuming"];

export function findStatus({ linkConnectionName: link, observedAt, facts }: SynapseLinkView): SynapseDraft[] {
  const { status, error } = facts;
  const evidence: SynapseEvidence[] = [
    { fact: "status", value: status ?? "not told", vantage: "synapse", at: observedAt },
    ...(error === null ? [] : [{ fact: "error", value: error, vantage: "synapse" as const, at: observedAt }]),
  ];
  const draft = (verdict: Verdict, reason: string, consequence: string, step: string | null): SynapseDraft[] => [
    { key: "status", verdict, reason, consequence, step, evidence, vantage: "synapse" },
  ];
  if (status === null)
    return draft(
      "unknown",
      `What ${link} does is not known: its workspace tells no status.`,
      "It may run, or not.",
      "Check that Linkspan's credential has a Synapse RBAC role in the workspace",
    );
  const rests = resting[status.toLowerCase()];
  const why = error === null ? "" : `: ${shortClause(error)}`;
  if (rests)
    return draft(
      "attention",
      `${link} ${rests.words}${why}.`,
      "Changes of the source do not reach the dedicated SQL pool.",
      rests.step,
    ).map((one) => ({ ...one, since: isSameName(status, "Stopped") ? facts.stoppedAt : null }));
  if (passing.includes(status.toLowerCase()))
    return draft("progress", `${link} is ${status.toLowerCase()}.`, "It copies nothing meanwhile.", null);
  if (isRunning(status))
    return error === null
      ? []
      : draft(
          "attention",
          `${link} is displayed as Running and tells an error${why}.`,
          "Some of its changes may not arrive.",
          `Look at ${link} ${inStudio}`,
        );
  if (/fail|error/i.test(status))
    return draft(
      "problem",
      `${link} is displayed as ${status}${why}.`,
      "Changes of the source do not reach the dedicated SQL pool.",
      `Look at ${link} ${inStudio}`,
    );
  return draft(
    "unknown",
    `${link} is displayed as ${shortClause(status)}, a status that Linkspan does not know.`,
    "Whether it copies cannot be told.",
    `Look at ${link} ${inStudio}`,
  );
}

/** Displayed as Running, and yet the database it reads from is not the one that takes the writes. */
export function findFailover(view: SynapseLinkView, failover: SourceFailover): SynapseDraft[] {
  const { linkConnectionName: link, facts } = view;
  const { certainty, signs } = failover;
  const runs = isRunning(facts.status);
  const [roles, feeding, commits] = signs;
  const shared = {
    key: "source-failed-over",
    evidence: signs.map(
      (sign): SynapseEvidence => ({ fact: signFacts[sign.key], value: sign.words, vantage: sign.vantage, at: sign.at }),
    ),
    vantage: "linkspan" as const,
  };
  if (certainty === null) return runs && roles?.isSo === null ? [untoldFailover(view)] : [];
  const since = commits?.isSo === true ? newestCommit(facts) : null;
  if (!runs) {
    // A stopped link feeds nobody, so that only where it points still tells something.
    if (roles?.isSo !== true) return [];
    return [
      {
        ...shared,
        verdict: "attention",
        reason: `${link} points at ${failover.sourceServer}, which no longer leads: ${clause(roles.words)}.`,
        consequence: "Started as it is, it would copy nothing.",
        step: `Point ${link} at ${failover.primaryServer ?? "the new primary"} before it is started`,
      },
    ];
  }
  if (roles?.isSo !== true && certainty === "likely") {
    return [
      {
        ...shared,
        verdict: "attention",
        reason: `${link} is displayed as Running, and ${clause(feeding?.words ?? "")}.`,
        consequence:
          "It is likely disabled, as after a failover of its source, there and back; this is the only sign of it.",
        step: `Stop and start ${link} ${inStudio}, unless its tables still get new commits`,
      },
    ];
  }
  const sure =
    certainty === "certain"
      ? `Certain: ${listWords(signs.filter((sign) => sign.isSo === true).map((sign) => signWords[sign.key]))} say so.`
      : "Likely: this is the one sign of it so far.";
  return [
    {
      ...shared,
      verdict: "problem",
      reason: `${link} is displayed as Running but its source failed over: ${clause((roles?.isSo === true ? roles : feeding)?.words ?? "")}.`,
      consequence: `The link is disabled in the backend; changes no longer reach the dedicated SQL pool. ${sure}`,
      step: `Stop ${link}, point it at ${failover.primaryServer ?? "the new primary"}, start it again`,
      since,
    },
  ];
}

/** As the interfaces that tell them call them. */
const signFacts = {
  roles: "failoverGroups, replicationRole",
  feeding: "linkWorkspaces of the primary",
  commits: "lastTransactionCommitTime",
};

const signWords = {
  roles: "the roles of the failover group",
  feeding: "the primary's list of links it feeds",
  commits: "commits that stand still",
};

function untoldFailover({ linkConnectionName: link, facts }: SynapseLinkView): SynapseDraft {
  const why =
    facts.untold.find((one) => one.fact === "failover group")?.reason ?? "its failover group names no primary";
  return {
    key: "source-failed-over",
    verdict: "unknown",
    reason: `Whether the source of ${link} failed over cannot be told: ${shortClause(why, 120)}.`,
    consequence: "After a failover it would still be displayed as Running and copy nothing.",
    step: "Give Linkspan's credential the Reader role on the logical SQL servers of the failover group",
    evidence: [],
    vantage: "linkspan",
  };
}

export function findCredential(view: SynapseLinkView, limits: Limits, now: Date): SynapseDraft[] {
  const { landingZoneCredentialExpiresAt: expiresAt } = view.facts;
  if (expiresAt === null) return [];
  const leftMs = expiresAt.getTime() - now.getTime();
  const days = Math.floor(leftMs / dayMs);
  if (days > limits.certificateAttentionDays) return [];
  const day = utcDay(expiresAt, now);
  const when =
    leftMs <= 0
      ? `expired on ${day}`
      : days === 0
        ? `expires within a day, on ${day}`
        : `expires in ${countWords(days, "day")}, on ${day}`;
  return [
    {
      key: "landing-zone-credential",
      verdict: days <= limits.certificateProblemDays ? "problem" : "attention",
      reason: `The landing zone credential of ${view.linkConnectionName} ${when}.`,
      consequence:
        leftMs <= 0
          ? "The source can no longer write its changes there."
          : "The source can write no changes from then on.",
      step: `Make a new SAS token for the landing zone and set it ${inStudio}`,
      evidence: [
        {
          fact: "landingZoneCredentialExpireTime",
          value: expiresAt.toISOString(),
          vantage: "synapse",
          at: view.observedAt,
        },
      ],
      vantage: "synapse",
    },
  ];
}

export function findRefresh({ linkConnectionName: link, observedAt, facts }: SynapseLinkView): SynapseDraft[] {
  const { refreshStatus } = facts;
  if (refreshStatus === null || !/fail/i.test(refreshStatus)) return [];
  return [
    {
      key: "refresh",
      verdict: "attention",
      reason: `The last refresh of ${link} did not succeed: ${shortClause(refreshStatus)}.`,
      consequence: "What the link knows of its source may be out of date.",
      step: `Press Refresh on ${link} ${inStudio}`,
      evidence: [{ fact: "refreshStatus", value: refreshStatus, vantage: "synapse", at: observedAt }],
      vantage: "synapse",
    },
  ];
}
