// Of the setup of a link, the two availability groups: the SQL Server's own and the distributed one above it.
import type { ConfigurationCheck } from "./assessment.ts";
import { readBuild } from "./build.ts";
import { type Check, evidenceOf, linkedDatabases, met, unmet, untold } from "./configuration-check.ts";
import type { RequirementKey } from "./configuration-requirements.ts";
import { type ArmHeard, type Hearing, type SqlHeard, sideName } from "./hearing.ts";
import { localReplica } from "./roles.ts";
import type { InnerGroupFacts, SqlReplicaFacts } from "./sample.ts";
import { quoteName, quoteText } from "./tsql-quote.ts";

export const checkInnerMode: Check = (hearing) => {
  const key = "inner-group";
  const { partner } = hearing;
  const group = innerGroup(hearing);
  const told = partner.instanceFacts?.innerGroups ?? null;
  // Other nodes of the group may commit as they like; the link goes by the server's own row.
  const own =
    group?.replicas.find((one) => isSameName(one.replicaServerName, partner.instanceFacts?.serverName)) ??
    group?.replicas[0];
  const mode = own?.availabilityModeDesc ?? null;
  if (told === null || group === null || own === undefined || mode === null)
    return untold(key, partner, /^(links|availability groups)/i);
  const evidence = [evidenceOf(partner, `availability_mode_desc, ${group.name}`, mode, told.at)];
  if (/^sync/i.test(mode)) return met(key, `${group.name} under the link is ${mode}.`, evidence);
  return unmet(key, "attention", `${group.name} under the link is ${mode}.`, evidence, {
    step: `Set ${own.replicaServerName} in ${group.name} to SYNCHRONOUS_COMMIT`,
    script: `ALTER AVAILABILITY GROUP ${quoteName(group.name)} MODIFY REPLICA ON ${quoteText(own.replicaServerName)} WITH (AVAILABILITY_MODE = SYNCHRONOUS_COMMIT);`,
  });
};

/** NONE as the setup makes it, or the WSFC of a group that was there before: both carry links. */
export const checkClusterType: Check = (hearing) => {
  const key = "inner-group.cluster-type";
  const { partner } = hearing;
  const facts = partner.instanceFacts;
  const group = innerGroup(hearing);
  const told = facts?.innerGroups ?? null;
  if (told === null || group === null) return untold(key, partner, /^(links|availability groups)/i);
  const type = group.clusterTypeDesc;
  if (type === null) {
    const release = readBuild(facts?.productVersion ?? null, null)?.releaseName ?? null;
    if (release !== "SQL Server 2016") return untold(key, partner, /cluster_type/i);
    return met(key, `${release} knows no cluster type.`, [evidenceOf(partner, "group", group.name, told.at)]);
  }
  const evidence = [evidenceOf(partner, `cluster_type_desc, ${group.name}`, type, told.at)];
  const note = /^none$/i.test(type)
    ? ""
    : ": its nodes fail over among themselves, and each needs the link's certificates";
  return met(key, `${group.name} is of cluster type ${type.toUpperCase()}${note}.`, evidence);
};

/** Synchronous is for a cutover; that the sides agree on it is judged with the mode itself. */
export const checkGroupMode: Check = (hearing) => {
  const key = "distributed-group.mode";
  const said = replicaRows(hearing).flatMap(({ voice, row }) =>
    row.isLocal && row.availabilityModeDesc !== null
      ? [evidenceOf(voice, "availability_mode_desc", row.availabilityModeDesc, voice.at)]
      : [],
  );
  const [first] = said;
  if (first === undefined) return untold(key, hearing.partner, /^links/i);
  const isSynchronous = said.some((one) => /^sync/i.test(one.value));
  const reason = isSynchronous
    ? `${hearing.name} is SYNCHRONOUS_COMMIT: as for a cutover, since commits wait for the other side.`
    : `${hearing.name} is ${first.value}.`;
  return met(key, reason, said);
};

export const checkSeedingMode: Check = (hearing) =>
  checkEverywhere(hearing, "distributed-group.seeding-mode", "AUTOMATIC", {
    fact: "seeding_mode_desc",
    pick: (row) => row.seedingModeDesc,
    arm: "seedingMode",
    setting: "SEEDING_MODE",
    deviates: "problem",
  });

export const checkFailoverMode: Check = (hearing) =>
  checkEverywhere(hearing, "distributed-group.failover-mode", "MANUAL", {
    fact: "failover_mode_desc",
    pick: (row) => row.failoverModeDesc,
    arm: "failoverMode",
    setting: "FAILOVER_MODE",
    deviates: "attention",
  });

export const checkSessionTimeout: Check = (hearing) => {
  const key = "distributed-group.session-timeout";
  const { partner } = hearing;
  const own = localReplica(partner.facts);
  const seconds = own?.sessionTimeoutSeconds ?? null;
  if (own === null || seconds === null) return untold(key, partner, /^links|session_timeout/i);
  const evidence = [evidenceOf(partner, "session_timeout", `${seconds} s`, partner.at)];
  const reason = `${hearing.name} waits ${seconds} s on ${sideName(hearing, "partner")}.`;
  if (seconds >= 20) return met(key, reason, evidence);
  return unmet(key, "attention", `${reason.slice(0, -1)}; the setup recommends 20 s.`, evidence, {
    step: `Set SESSION_TIMEOUT of ${own.replicaServerName} to 20`,
    script: settingScript(hearing, own.replicaServerName, "SESSION_TIMEOUT = 20"),
  });
};

/** One setting that every row of the distributed group and ARM must say alike. */
function checkEverywhere(
  hearing: Hearing,
  key: RequirementKey,
  wanted: string,
  ask: {
    fact: string;
    pick: (row: SqlReplicaFacts) => string | null;
    arm: "seedingMode" | "failoverMode";
    setting: string;
    deviates: "attention" | "problem";
  },
): ConfigurationCheck {
  const { arm } = hearing;
  const rows = replicaRows(hearing).flatMap(({ voice, row }) => {
    const value = ask.pick(row);
    const whose = row.isLocal === true ? "" : ", of the other side";
    return value === null ? [] : [{ row, ...evidenceOf(voice, `${ask.fact}${whose}`, value, voice.at) }];
  });
  const armSays = arm.facts?.[ask.arm] ?? null;
  const evidence = [
    ...rows.map(({ row: _, ...said }) => said),
    ...(armSays === null ? [] : [evidenceOf(arm, ask.arm, armSays, arm.at)]),
  ];
  if (evidence.length === 0) return untold(key, hearing.partner, /^links/i);
  const wrong = evidence.find((said) => !isSameName(said.value, wanted));
  if (wrong === undefined) return met(key, `${hearing.name} is ${wanted} wherever it is told.`, evidence);
  const wrongRow = rows.find((said) => !isSameName(said.value, wanted))?.row ?? null;
  const step = `Set ${ask.setting} of ${hearing.name} to ${wanted}`;
  const who =
    wrong.vantage === "arm" ? "ARM" : sideName(hearing, wrong.vantage === "instance" ? "instance" : "partner");
  return unmet(key, ask.deviates, `${who} says ${wrong.value} for ${hearing.name}.`, evidence, {
    step,
    ...(wrongRow === null
      ? {}
      : { script: settingScript(hearing, wrongRow.replicaServerName, `${ask.setting} = ${wanted}`) }),
  });
}

function settingScript(hearing: Hearing, ag: string, setting: string): string {
  const dag = hearing.partner.facts?.name ?? hearing.name;
  return `ALTER AVAILABILITY GROUP ${quoteName(dag)} MODIFY AVAILABILITY GROUP ON ${quoteText(ag)} WITH (${setting});`;
}

function replicaRows(hearing: Hearing): { voice: SqlHeard | ArmHeard; row: SqlReplicaFacts }[] {
  return [hearing.partner, hearing.instance].flatMap((voice) =>
    (voice.facts?.replicas ?? []).map((row) => ({ voice, row })),
  );
}

/** The SQL Server's group under this link: the distributed group names it, or it carries its database. */
function innerGroup(hearing: Hearing): InnerGroupFacts | null {
  const { facts, instanceFacts } = hearing.partner;
  const groups = instanceFacts?.innerGroups?.value ?? [];
  const name = localReplica(facts)?.replicaServerName ?? hearing.arm.facts?.partnerAvailabilityGroupName;
  const databases = linkedDatabases(hearing);
  // In the multiple-database mode the link's own group comes first, before the internal ones below it.
  return (
    groups.find((group) => isSameName(group.name, name)) ??
    groups.find((group) => facts !== null && group.distributedGroupId === facts.groupId) ??
    groups.find((group) => group.databaseNames.some((one) => databases.includes(one))) ??
    null
  );
}

function isSameName(a: string, b: string | null | undefined): boolean {
  return a.toLowerCase() === b?.toLowerCase();
}
