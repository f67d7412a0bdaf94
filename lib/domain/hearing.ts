// What can be heard of one link now: each voice with how it fares, and its facts only while they hold.
import type { Assessment, LinkView, SourceState, Voice } from "./assessment.ts";
import type { Limits } from "./limits.ts";
import type { ArmInstanceFacts, ArmLinkFacts, SqlInstanceFacts, SqlLinkFacts } from "./sample.ts";
import type { Side, Vantage } from "./vantage.ts";
import type { WireLeaver, WireMate } from "./wire-mate.ts";
import type { WireShare } from "./wire-share.ts";

/** fresh, late: it speaks · silent: it should and does not · missing: it answers, without this link · unasked: the estate names nobody. */
export type Reach = "fresh" | "late" | "silent" | "missing" | "unasked";

/** `facts` null unless fresh or late: what a silent voice once said is not so now. Instance facts live longer, with their own age. */
export interface Heard<LinkF, InstanceF> {
  vantage: Vantage;
  reach: Reach;
  source: SourceState | null;
  name: string | null;
  facts: LinkF | null;
  at: Date;
  /** Whether it ever held this link. */
  hasSpoken: boolean;
  lastFacts: LinkF | null;
  instanceFacts: InstanceF | null;
  instanceAt: Date;
}

export type SqlHeard = Heard<SqlLinkFacts, SqlInstanceFacts>;
export type ArmHeard = Heard<ArmLinkFacts, ArmInstanceFacts>;

/** All that the rules look at, in one hand. */
export interface Hearing {
  linkId: string;
  /** Name of the link. */
  name: string;
  partner: SqlHeard;
  instance: SqlHeard;
  arm: ArmHeard;
  mates: readonly WireMate[];
  leavers: readonly WireLeaver[];
  wireShare: WireShare | null;
  cutoverAt: Date | null;
  previous: Assessment | null;
  limits: Limits;
  now: Date;
}

export function hearLink(view: LinkView, previous: Assessment | null, limits: Limits, now: Date): Hearing {
  return {
    linkId: view.linkId,
    name: view.name,
    partner: hear("partner", view.partner, view.partner.instanceFacts?.serverName, limits, now),
    instance: hear("instance", view.instance, view.instance.instanceFacts?.serverName, limits, now),
    arm: hear("arm", view.arm, view.arm.instanceFacts?.name, limits, now),
    mates: view.mates,
    leavers: view.leavers,
    wireShare: view.wireShare,
    cutoverAt: view.cutoverAt,
    previous,
    limits,
    now,
  };
}

/** How a source fares by our clock; whether it knows a link is another question. */
export function reachOfSource(source: SourceState, limits: Limits, now: Date): "fresh" | "late" | "silent" {
  if (source.lastAnsweredAt === null) return "silent";
  const intervals = (now.getTime() - source.lastAnsweredAt.getTime()) / (source.intervalSeconds * 1000);
  if (intervals > limits.silentIntervals) return "silent";
  return intervals > limits.lateIntervals ? "late" : "fresh";
}

export function otherSide(side: Side): Side {
  return side === "partner" ? "instance" : "partner";
}

/** The side's name in a sentence: SQLHAM01, else "the SQL Server". */
export function sideName(hearing: Hearing, side: Side): string {
  const name = hearing[side].name ?? (side === "instance" ? hearing.arm.name : null);
  return name ?? (side === "partner" ? "the SQL Server" : "the managed instance");
}

/** The SQL voices that speak now. */
export function sqlVoices(hearing: Hearing): (SqlHeard & { vantage: Side; facts: SqlLinkFacts })[] {
  return [hearing.partner, hearing.instance].filter(
    (voice): voice is SqlHeard & { vantage: Side; facts: SqlLinkFacts } => voice.facts !== null,
  );
}

function hear<LinkF, InstanceF>(
  vantage: Vantage,
  voice: Voice<LinkF, InstanceF>,
  ownName: string | undefined,
  limits: Limits,
  now: Date,
): Heard<LinkF, InstanceF> {
  const reach = reachOf(voice, limits, now);
  return {
    vantage,
    reach,
    source: voice.source,
    name: voice.source?.name ?? ownName ?? null,
    facts: reach === "fresh" || reach === "late" ? voice.facts : null,
    at: voice.observedAt ?? now,
    hasSpoken: voice.facts !== null,
    lastFacts: voice.facts,
    instanceFacts: voice.instanceFacts,
    instanceAt: voice.instanceObservedAt ?? now,
  };
}

function reachOf(voice: Voice<unknown, unknown>, limits: Limits, now: Date): Reach {
  const { source } = voice;
  if (source === null) return "unasked";
  const reach = reachOfSource(source, limits, now);
  if (reach === "silent") return "silent";
  if (voice.facts === null || voice.observedAt === null) return "missing";
  // One answer may cross the moment a link is made; one and a half intervals of answers without it are no accident.
  const withoutMs = (source.lastAnsweredAt as Date).getTime() - voice.observedAt.getTime();
  return withoutMs > 1500 * source.intervalSeconds ? "missing" : reach;
}
