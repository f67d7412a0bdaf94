// The named values of an assessment whose change is worth a line in the timeline.
import type { Assessment, Finding, Said, Track } from "./assessment.ts";
import type { ArmHeard, Hearing, SqlHeard } from "./hearing.ts";
import { sideName } from "./hearing.ts";
import { isCopying, phaseVerdicts } from "./phase.ts";
import { describeReach } from "./reachability.ts";
import { armMode } from "./replication-mode.ts";
import { armRole } from "./roles.ts";
import { armHealth } from "./synchronization.ts";
import type { Side, Vantage } from "./vantage.ts";
import type { Verdict } from "./verdict.ts";
import { phaseWords, sideWords, vantageWords } from "./wording.ts";

type Undated = Omit<Track, "since">;

/** A value that stays keeps its beginning. */
export function readTracks(hearing: Hearing, assessment: Assessment, isConnected: boolean | null): Track[] {
  const before = new Map(hearing.previous?.tracks.map((track) => [track.subject, track]));
  const undated: Undated[] = [
    {
      subject: "verdict",
      value: assessment.verdict,
      verdict: assessment.verdict,
      reason: assessment.headline,
      vantage: "linkspan",
    },
    phaseTrack(hearing, assessment),
    connectionTrack(hearing, isConnected),
    ...healthTracks(hearing, assessment),
    ...configurationTracks(hearing, assessment),
    ...[hearing.partner, hearing.instance, hearing.arm].map((voice) => reachTrack(hearing, voice)),
    ...assessment.findings.map(findingTrack),
  ];
  return undated.map((track) => {
    const same = before.get(track.subject);
    return { ...track, since: same?.value === track.value ? same.since : hearing.now };
  });
}

function phaseTrack(hearing: Hearing, { phase }: Assessment): Undated {
  const reason = `${hearing.name}: ${phaseWords[phase].toLowerCase()}.`;
  return { subject: "phase", value: phase, verdict: phaseVerdicts[phase], reason, vantage: "linkspan" };
}

function connectionTrack(hearing: Hearing, isConnected: boolean | null): Undated {
  const value = isConnected === null ? null : isConnected ? "connected" : "disconnected";
  const verdict: Verdict = isConnected === null ? "unknown" : isConnected ? "ok" : "problem";
  const reason = value === null ? `Whether ${hearing.name} is connected is not known.` : `${hearing.name} is ${value}.`;
  return { subject: "connection", value, verdict, reason, vantage: "linkspan" };
}

function healthTracks(hearing: Hearing, assessment: Assessment): Undated[] {
  const said: [Vantage, Said<string> | null][] = [
    ["partner", assessment.partner.synchronizationHealth],
    ["instance", assessment.instance.synchronizationHealth],
    ["arm", armHealth(hearing)],
  ];
  return said.map(([vantage, health]) => ({
    subject: `health.${vantage}`,
    value: health?.value ?? null,
    verdict: healthVerdict(health?.value ?? null, isCopying(assessment.phase)),
    reason:
      health === null
        ? `Health by ${vantageWords(vantage)} is not known.`
        : `${capitalized(vantageWords(vantage))} says ${health.value}.`,
    vantage,
  }));
}

/** A copy that is being made is NOT_HEALTHY by nature. */
function healthVerdict(health: string | null, isBeingCopied: boolean): Verdict {
  if (health === "HEALTHY") return "ok";
  if (health !== null && isBeingCopied) return "progress";
  if (health === "PARTIALLY_HEALTHY") return "attention";
  return health === "NOT_HEALTHY" ? "problem" : "unknown";
}

function configurationTracks(hearing: Hearing, assessment: Assessment): Undated[] {
  const sides = (["partner", "instance"] as const).flatMap((side: Side) => [
    valueTrack(`role.${side}`, side, assessment[side].role, `Role of ${sideName(hearing, side)}`),
    valueTrack(`mode.${side}`, side, assessment[side].availabilityMode, `Replication mode by the ${sideWords(side)}`),
  ]);
  return [
    ...sides,
    valueTrack("mode.arm", "arm", armMode(hearing), "Replication mode by ARM"),
    valueTrack("role.arm", "arm", armRole(hearing, "instance"), "Role of the managed instance by ARM"),
  ];
}

const roleWords: Record<string, string> = { globalPrimary: "global primary" };

function valueTrack(subject: string, asked: Vantage, said: Said<string> | null, what: string): Undated {
  const value = said?.value ?? null;
  return {
    subject,
    value,
    verdict: value === null ? "unknown" : "ok",
    reason: value === null ? `${what} is not known.` : `${what}: ${roleWords[value] ?? value}.`,
    vantage: said?.vantage ?? asked,
  };
}

const reachVerdicts: Record<string, Verdict> = { heard: "ok", unasked: "ok", missing: "attention", silent: "unknown" };

/** Late and fresh are one value here, or the timeline would fill with breaths. */
function reachTrack(hearing: Hearing, voice: SqlHeard | ArmHeard): Undated {
  const value = voice.reach === "fresh" || voice.reach === "late" ? "heard" : voice.reach;
  return {
    subject: `reach.${voice.vantage}`,
    value,
    verdict: reachVerdicts[value] ?? "unknown",
    reason: describeReach(hearing, voice),
    vantage: voice.vantage,
  };
}

function findingTrack(finding: Finding): Undated {
  const { key, verdict, reason, vantage } = finding;
  return { subject: `finding.${key}`, value: verdict, verdict, reason, vantage };
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
