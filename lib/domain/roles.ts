// Who leads, who follows, and whether both believe they lead.
import type { Memory, Said, SideState, SplitBrain } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, otherSide, sideName } from "./hearing.ts";
import type { SqlLinkFacts, SqlReplicaFacts } from "./sample.ts";
import type { Side } from "./vantage.ts";
import { durationWords } from "./wording.ts";

type Role = "globalPrimary" | "forwarder" | "resolving";

export function localReplica(facts: SqlLinkFacts | null): SqlReplicaFacts | null {
  return facts?.replicas.find((replica) => replica.isLocal === true) ?? null;
}

export function remoteReplica(facts: SqlLinkFacts | null): SqlReplicaFacts | null {
  return facts?.replicas.find((replica) => replica.isLocal !== true) ?? null;
}

/** A side's own word first, then what the connected primary sees of it, then ARM. */
export function readRole(hearing: Hearing, side: Side): SideState["role"] {
  return ownRole(hearing, side) ?? seenRole(hearing, side) ?? armRole(hearing, side);
}

export function ownRole(hearing: Hearing, side: Side): Said<Role> | null {
  const voice = hearing[side];
  const role = parseRole(localReplica(voice.facts)?.roleDesc);
  return role && { value: role, vantage: side, at: voice.at };
}

export function armRole(hearing: Hearing, side: Side): Said<Role> | null {
  const facts = hearing.arm.facts;
  const role = parseRole(side === "partner" ? facts?.partnerLinkRole : facts?.instanceLinkRole);
  return role && { value: role, vantage: "arm", at: hearing.arm.at };
}

/** The side whose log counts now; null when nobody or both lead. */
export function leadingSide(hearing: Hearing): Side | null {
  const leads = (side: Side) => readRole(hearing, side)?.value === "globalPrimary";
  if (leads("partner") === leads("instance")) return null;
  return leads("partner") ? "partner" : "instance";
}

export interface RolesJudgement {
  splitBrain: SplitBrain;
  bothPrimarySince: Memory["bothPrimarySince"];
  isFailingOver: boolean;
  drafts: Draft[];
}

/**
 * Both sides' own words make a split brain; it is confirmed once both have said PRIMARY again after the waiting time,
 * since a planned failover passes through it. ARM can raise a suspicion, never confirm one.
 */
export function judgeRoles(hearing: Hearing): RolesJudgement {
  const partner = ownRole(hearing, "partner");
  const instance = ownRole(hearing, "instance");
  if (partner?.value === "globalPrimary" && instance?.value === "globalPrimary") {
    return bothLead(hearing, partner.at, instance.at);
  }
  const suspect = armSuspicion(hearing);
  if (suspect !== null) return suspect;
  const splitBrain = withoutProof(hearing, partner, instance);
  // While a side is silent nothing has proved the end of it.
  const bothPrimarySince = splitBrain === "cannot-tell" ? (hearing.previous?.memory.bothPrimarySince ?? null) : null;
  return { splitBrain, bothPrimarySince, ...judgeFailover(hearing, [partner, instance]) };
}

function bothLead(hearing: Hearing, partnerAt: Date, instanceAt: Date): RolesJudgement {
  const since = hearing.previous?.memory.bothPrimarySince ?? later(partnerAt, instanceAt);
  const heldMs = Math.min(partnerAt.getTime(), instanceAt.getTime()) - since.getTime();
  const isConfirmed = heldMs >= hearing.limits.splitBrainConfirmSeconds * 1000;
  const names = `${sideName(hearing, "partner")} and ${sideName(hearing, "instance")}`;
  const commits = (["partner", "instance"] as const).flatMap((side) => {
    const at = hearing[side].facts?.databases.find((row) => row.isLocal)?.lastCommitAt ?? null;
    return at === null
      ? []
      : [{ fact: "last_commit_time", value: at.toISOString(), vantage: side, at: hearing[side].at }];
  });
  return {
    splitBrain: isConfirmed ? "confirmed" : "suspected",
    bothPrimarySince: since,
    isFailingOver: !isConfirmed,
    drafts: [
      {
        key: "split-brain",
        verdict: isConfirmed ? "problem" : "attention",
        reason: isConfirmed
          ? `${hearing.name} is in split brain: ${names} both say PRIMARY.`
          : `${names} both say PRIMARY, seen together for ${durationWords(heldMs / 1000)}.`,
        consequence: isConfirmed
          ? "Both can take writes; what is written on one side is not on the other."
          : `A planned failover passes through this; it is a split brain if it outlives ${durationWords(hearing.limits.splitBrainConfirmSeconds)}.`,
        step: isConfirmed
          ? "Back up the side that led before, then set its role to SECONDARY"
          : "Check whether a failover is under way",
        vantage: "linkspan",
        since,
        evidence: [
          { fact: "role_desc", value: "PRIMARY", vantage: "partner", at: partnerAt },
          { fact: "role_desc", value: "PRIMARY", vantage: "instance", at: instanceAt },
          ...commits,
        ],
      },
    ],
  };
}

/** A side that leads by its own word, while ARM says that the unheard other side leads too. */
function armSuspicion(hearing: Hearing): RolesJudgement | null {
  for (const side of ["partner", "instance"] as const) {
    const other = otherSide(side);
    const own = ownRole(hearing, side);
    const seen = armRole(hearing, other);
    if (own?.value !== "globalPrimary" || seen?.value !== "globalPrimary") continue;
    if (ownRole(hearing, other) !== null || seenRole(hearing, other)?.value === "forwarder") continue;
    const since = hearing.previous?.memory.bothPrimarySince ?? later(own.at, seen.at);
    const heldMs = Math.min(own.at.getTime(), seen.at.getTime()) - since.getTime();
    const name = sideName(hearing, other);
    return {
      splitBrain: "suspected",
      bothPrimarySince: since,
      isFailingOver: false,
      drafts: [
        {
          key: "split-brain",
          verdict: heldMs >= hearing.limits.splitBrainConfirmSeconds * 1000 ? "unknown" : "attention",
          reason: `${sideName(hearing, side)} says PRIMARY, and ARM says that ${name} is Primary too.`,
          consequence: `Whether both take writes cannot be told until ${name} is heard itself.`,
          step: `Check the role on ${name}`,
          vantage: "linkspan",
          since,
          evidence: [
            { fact: "role_desc", value: "PRIMARY", vantage: side, at: own.at },
            { fact: `${other}LinkRole`, value: "Primary", vantage: "arm", at: seen.at },
          ],
        },
      ],
    };
  }
  return null;
}

/** One side alone can only rule it out by not leading, or, where nobody is asked, by seeing the other follow. */
function withoutProof(hearing: Hearing, partner: Said<Role> | null, instance: Said<Role> | null): SplitBrain {
  if (partner !== null && instance !== null) return "none";
  const heard = partner ?? instance;
  if (heard === null) return "cannot-tell";
  if (heard.value === "forwarder") return "none";
  const other = partner === null ? "partner" : "instance";
  return hearing[other].reach === "unasked" && seenRole(hearing, other)?.value === "forwarder" ? "none" : "cannot-tell";
}

function judgeFailover(
  hearing: Hearing,
  roles: (Said<Role> | null)[],
): Pick<RolesJudgement, "isFailingOver" | "drafts"> {
  const heard = roles.filter((role) => role !== null);
  const armSays = hearing.arm.facts?.databases.some((row) => /failover/i.test(row.replicaState ?? "")) ?? false;
  const isResolving = heard.some((role) => role.value === "resolving");
  const nobodyLeads = heard.length === 2 && heard.every((role) => role.value !== "globalPrimary");
  // ARM alone is believed only where no side says that all is as before: its word is the older one.
  if (!isResolving && !nobodyLeads && !(armSays && heard.length < 2)) return { isFailingOver: false, drafts: [] };
  const before = hearing.previous?.findings.find((finding) => finding.key === "failing-over")?.since ?? hearing.now;
  const heldSeconds = (hearing.now.getTime() - before.getTime()) / 1000;
  const isLong = heldSeconds >= hearing.limits.leaderlessProblemSeconds;
  const who = nobodyLeads
    ? "Neither side leads"
    : isResolving
      ? "A side is resolving its role"
      : "ARM says that a failover is in progress";
  return {
    isFailingOver: true,
    drafts: [
      {
        key: "failing-over",
        verdict: isLong ? "problem" : "progress",
        reason: isLong ? `${who} for ${durationWords(heldSeconds)}.` : `${hearing.name} is failing over. ${who}.`,
        consequence: isLong ? "No side takes writes." : "Writes wait until one side is PRIMARY.",
        step: isLong ? "Find the side with the newest log and make it PRIMARY" : null,
        vantage: heard[0]?.vantage ?? "arm",
        evidence: heard.map((role) => ({ fact: "role", value: role.value, vantage: role.vantage, at: role.at })),
      },
    ],
  };
}

/** What the leading other side sees of this one, while it is connected. */
function seenRole(hearing: Hearing, side: Side): Said<Role> | null {
  const other = otherSide(side);
  const voice = hearing[other];
  if (ownRole(hearing, other)?.value !== "globalPrimary") return null;
  const remote = remoteReplica(voice.facts);
  if (remote?.connectedStateDesc !== "CONNECTED") return null;
  const role = parseRole(remote.roleDesc);
  return role && { value: role, vantage: other, at: voice.at };
}

function parseRole(text: string | null | undefined): Role | null {
  if (!text) return null;
  const word = text.toUpperCase();
  if (word === "PRIMARY") return "globalPrimary";
  if (word === "SECONDARY") return "forwarder";
  return word === "RESOLVING" ? "resolving" : null;
}

function later(a: Date, b: Date): Date {
  return a > b ? a : b;
}
