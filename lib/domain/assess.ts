// Assessment of one link: hear the voices, let every rule speak, weigh what they found. Pure.
import type { Assessment, Finding, LinkView, Phase, ReplicationNumbers, SideState } from "./assessment.ts";
import { findBlindness, readBlindness } from "./blindness.ts";
import { judgeCatchingUp } from "./catching-up.ts";
import { daysToRenewal, findCertificates, readCertificates } from "./certificate.ts";
import { checkConfiguration, findConfiguration } from "./configuration.ts";
import { judgeConnection, readConnected } from "./connection.ts";
import { findDisagreements } from "./disagreement.ts";
import { explainErrors } from "./explained-error.ts";
import { type Draft, settleFindings } from "./finding.ts";
import { addFlowPoint } from "./flow-trend.ts";
import { type Hearing, hearLink, otherSide, sideName, sqlVoices } from "./hearing.ts";
import { readLadder } from "./ladder.ts";
import { findLags, readNumbers } from "./lag.ts";
import type { Limits } from "./limits.ts";
import { findLinkError, isLinkError } from "./link-error.ts";
import { findLog, readLog, rememberLog } from "./log-space.ts";
import { findNetwork, readNetwork } from "./network-check.ts";
import { findOperations } from "./operations.ts";
import { findOrphans } from "./orphans.ts";
import { readPhase } from "./phase.ts";
import { findReach, isRemoved } from "./reachability.ts";
import { agreedMode, readMode } from "./replication-mode.ts";
import { judgeRoles, leadingSide, readRole } from "./roles.ts";
import { readSeeding } from "./seeding.ts";
import { findSeeding } from "./seeding-findings.ts";
import { noteSeeding } from "./seeding-notes.ts";
import { standingOf } from "./seeding-state.ts";
import {
  findHealth,
  judgeSuspension,
  readDatabaseState,
  readHealth,
  readState,
  readSuspended,
} from "./synchronization.ts";
import { readTracks } from "./tracks.ts";
import type { Side } from "./vantage.ts";
import { worstVerdict } from "./verdict.ts";
import { durationWords } from "./wording.ts";

/** `previous` carries what cannot be seen at one instant: beginnings, the bytes of a seeding, how long both sides led. */
export function assess(view: LinkView, previous: Assessment | null, limits: Limits, now: Date): Assessment {
  const hearing = hearLink(view, previous, limits, now);
  const roles = judgeRoles(hearing);
  const connection = judgeConnection(hearing);
  const suspension = judgeSuspension(hearing);
  const seeding = readSeeding(hearing);
  const leader = leadingSide(hearing);
  const flows = connection.isConnected === true && !suspension.isSuspended && seeding.stage === null && leader !== null;
  const numbers = readNumbers(
    hearing,
    whyStopped(connection.isConnected, suspension.isSuspended, seeding.stage !== null),
  );
  const flow = addFlowPoint(previous?.memory.flow ?? [], numbers, now);
  const catchingUp = flows ? judgeCatchingUp(hearing, numbers, flow) : { isCatchingUp: false, drafts: [] };
  const phase = readPhase({
    isRemoved: isRemoved(hearing),
    isHeardBySql: sqlVoices(hearing).length > 0,
    isSplitBrain: roles.splitBrain === "confirmed",
    isFailingOver: roles.isFailingOver,
    isConnected: connection.isConnected,
    isSuspended: suspension.isSuspended,
    isCatchingUp: catchingUp.isCatchingUp,
    isLinkError: isLinkError(hearing),
    seeding: seeding.stage,
    leader,
  });
  const certificates = phase === "removed" ? [] : readCertificates(hearing);
  const logMemory = rememberLog(hearing);
  const log = readLog(hearing, logMemory);
  const configuration = phase === "removed" ? [] : checkConfiguration(hearing);
  const network = phase === "removed" ? [] : readNetwork(hearing);
  const blind = readBlindness(hearing);
  const drafts: Draft[] = [
    ...findReach(hearing),
    ...roles.drafts,
    // In a split brain the broken connection is a part of it, not a second problem.
    ...(roles.splitBrain === "confirmed" ? [] : connection.drafts),
    ...suspension.drafts,
    // A failed seeding holds ARM's word for it as evidence.
    ...(seeding.stage === "failed" ? [] : findLinkError(hearing, phase)),
    ...findSeeding(hearing, seeding),
    ...(flows ? findHealth(hearing) : []),
    ...catchingUp.drafts,
    ...findLags(hearing, numbers, flow, catchingUp.isCatchingUp),
    ...findCertificates(hearing, certificates),
    ...findDisagreements(hearing, phase),
    ...findLog(hearing, log, seeding),
    ...findConfiguration(hearing, configuration, phase),
    ...findNetwork(hearing, network, phase),
    ...findOperations(hearing),
    ...findOrphans(hearing, phase),
    ...findBlindness(hearing, blind),
  ];
  if (phase === "not-known") drafts.push(...notKnown(hearing, drafts));
  const findings = settleFindings(view.linkId, drafts, previous, now);
  const assessment: Assessment = {
    linkId: view.linkId,
    assessedAt: now,
    verdict: worstVerdict(findings.map((finding) => finding.verdict)),
    headline: findings[0]?.reason ?? fineWords(hearing, numbers),
    phase,
    phaseSince:
      previous?.phase === phase
        ? previous.phaseSince
        : ((previous === null ? firstSince(phase, findings) : null) ?? now),
    splitBrain: roles.splitBrain,
    findings,
    partner: readSide(hearing, "partner"),
    instance: readSide(hearing, "instance"),
    databases: databaseNames(view),
    seeding: seeding.progress,
    seedingStanding: phase === "removed" ? null : standingOf(seeding, previous?.seedingStanding ?? null, now),
    seedingNotes: phase === "removed" ? [] : noteSeeding(hearing, seeding),
    numbers,
    ladder: readLadder(hearing, numbers),
    certificates,
    certificateDays: daysToRenewal(certificates),
    log,
    configuration,
    network,
    errors: explainErrors(hearing, { certificates, configuration, network, log }),
    blind,
    tracks: [],
    memory: { seeding: seeding.memory, bothPrimarySince: roles.bothPrimarySince, flow, log: logMemory },
  };
  assessment.tracks = readTracks(hearing, assessment, connection.isConnected);
  return assessment;
}

/** At Linkspan's first look the source's own time of the story, where it has one, is nearer to the truth than our own. */
function firstSince(phase: Phase, findings: readonly Finding[]): Date | null {
  const key = phase === "disconnected" ? "connection" : /seed/.test(phase) ? "seeding" : null;
  return findings.find((finding) => finding.key === key)?.since ?? null;
}

function readSide(hearing: Hearing, side: Side): SideState {
  const voice = hearing[side];
  return {
    side,
    name: voice.name ?? (side === "instance" ? hearing.arm.name : null),
    role: readRole(hearing, side),
    connected: readConnected(hearing, side),
    availabilityMode: readMode(hearing, side),
    synchronizationHealth: readHealth(hearing, side),
    synchronizationState: readState(hearing, side),
    databaseState: readDatabaseState(hearing, side),
    isSuspended: readSuspended(hearing, side),
  };
}

function whyStopped(isConnected: boolean | null, isSuspended: boolean, isSeeding: boolean): string | null {
  if (isConnected === false) return "disconnected";
  if (isSuspended) return "suspended";
  if (isSeeding) return "seeding";
  return isConnected === null ? "not known whether connected" : null;
}

/** An unknown phase is never the reason for ok. */
function notKnown(hearing: Hearing, drafts: readonly Draft[]): Draft[] {
  const verdict = worstVerdict(drafts.map((draft) => draft.verdict));
  if (verdict === "problem" || verdict === "unknown") return [];
  return [
    {
      key: "phase",
      verdict: "unknown",
      reason: `What ${hearing.name} does cannot be told from what its sides say.`,
      consequence: "Role or connection is missing in their answers.",
      step: "Check that Linkspan has VIEW SERVER STATE on both sides",
      vantage: "linkspan",
    },
  ];
}

/** "Log goes from SQLHAM01 to mi-erp-weu, asynchronously; redo is 3 s behind." */
function fineWords(hearing: Hearing, numbers: ReplicationNumbers): string {
  const leader = leadingSide(hearing) ?? "partner";
  const mode = agreedMode(hearing);
  const way = `Log goes from ${sideName(hearing, leader)} to ${sideName(hearing, otherSide(leader))}`;
  const redo = numbers.redoLagSeconds === null ? "" : `; redo is ${durationWords(numbers.redoLagSeconds.value)} behind`;
  return `${way}${mode === null ? "" : `, ${mode}ly`}${redo}.`;
}

/** The newest names that any voice told, silent ones too: a name does not age. */
function databaseNames(view: LinkView): string[] {
  const sql = [view.partner.facts, view.instance.facts].flatMap((facts) => [
    ...(facts?.databases.map((row) => row.databaseName) ?? []),
    ...(facts?.seedings.map((row) => row.databaseName) ?? []),
  ]);
  const arm = view.arm.facts?.databases.map((row) => row.databaseName) ?? [];
  return [...new Set([...sql, ...arm].filter((name) => name !== null))].sort();
}
