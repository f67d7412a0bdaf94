// Of the setup of a link, what the SQL Server needs: build, edition, Always On, trace flags, and the Agent for network tests.
import { abilityWords, buildWords, readBuild } from "./build.ts";
import { type Check, evidenceOf, met, unmet, untold } from "./configuration-check.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { listWords } from "./wording.ts";

export const checkBuild: Check = (hearing) => {
  const { partner } = hearing;
  const facts = partner.instanceFacts;
  const build = readBuild(facts?.productVersion ?? null, facts?.productUpdateLevel ?? null);
  if (build === null) return untold("build", partner, /version|build/i);
  const name = sideName(hearing, "partner");
  const evidence = [evidenceOf(partner, "ProductVersion", buildWords(build))];
  if (build.carriesLink === false && build.minimal !== null) {
    const { build: first, words } = build.minimal;
    const what = build.releaseName === null ? "is older than every release that" : `is ${build.releaseName}, which`;
    return unmet(
      "build",
      "problem",
      `${name} runs ${buildWords(build)} and ${what} carries a link from ${first} (${words}) on.`,
      evidence,
      { step: `Update ${name} to ${first} (${words}) or later` },
    );
  }
  return met("build", `${name} runs ${buildWords(build)}: ${abilityWords(build)}.`, evidence);
};

export const checkEdition: Check = (hearing) => {
  const { partner } = hearing;
  const edition = partner.instanceFacts?.edition ?? null;
  if (edition === null) return untold("edition", partner, /edition/i);
  const evidence = [evidenceOf(partner, "Edition", edition)];
  const name = sideName(hearing, "partner");
  if (/enterprise|developer|standard/i.test(edition)) return met("edition", `${name} is ${edition}.`, evidence);
  return unmet("edition", "problem", `${name} is ${edition}.`, evidence, {
    step: "Move the database to an Enterprise, Standard or Developer edition",
  });
};

export const checkAlwaysOn: Check = (hearing) => {
  const { partner } = hearing;
  const isEnabled = partner.instanceFacts?.isHadrEnabled ?? null;
  if (isEnabled === null) return untold("always-on", partner, /hadr|always/i);
  const name = sideName(hearing, "partner");
  const evidence = [evidenceOf(partner, "IsHadrEnabled", isEnabled ? "1" : "0")];
  if (isEnabled) return met("always-on", `Always On is enabled on ${name}.`, evidence);
  return unmet("always-on", "problem", `Always On is not enabled on ${name}.`, evidence, {
    step: `Enable Always On availability groups on ${name} and restart it`,
  });
};

/** Both are recommendations, so neither is ever more than a note. */
export const checkTraceFlags: Check = (hearing) => {
  const { partner } = hearing;
  const told = partner.instanceFacts?.traceFlags ?? null;
  if (told === null) return untold("trace-flags", partner, /^trace flags/i);
  const on = globalFlags(told.value);
  const notes = [
    ...(on.includes(1800) ? [] : ["1800 is off: it matters where the log disks of the sides differ in sector size."]),
    ...(on.includes(9567) ? [] : ["9567 is off: seeding goes uncompressed."]),
  ];
  const reason = notes.length === 0 ? `1800 and 9567 are on at ${sideName(hearing, "partner")}.` : notes.join(" ");
  return met("trace-flags", reason, [evidenceOf(partner, "DBCC TRACESTATUS", flagWords(on), told.at)]);
};

/** On while any database that Linkspan sees is being seeded, it does its work; afterwards it keeps the log from being cut. */
export const checkSeedingFlag: Check = (hearing) => {
  const { partner } = hearing;
  const told = partner.instanceFacts?.traceFlags ?? null;
  if (told === null) return untold("trace-flag-12381", partner, /^trace flags/i);
  const on = globalFlags(told.value);
  const evidence = [evidenceOf(partner, "DBCC TRACESTATUS", flagWords(on), told.at)];
  const name = sideName(hearing, "partner");
  if (!on.includes(12381)) return met("trace-flag-12381", `12381 is off at ${name}.`, evidence);
  const restoring = restoringDatabases(hearing);
  if (restoring === null) return untold("trace-flag-12381", hearing.instance, /^databases/i);
  if (restoring.length > 0) {
    return met(
      "trace-flag-12381",
      `12381 is on at ${name} while ${listWords(restoring.slice(0, 3))} ${restoring.length === 1 ? "is" : "are"} RESTORING.`,
      evidence,
    );
  }
  return unmet("trace-flag-12381", "attention", `12381 is still on at ${name}, and no database is seeding.`, evidence, {
    step: `Turn trace flag 12381 off at ${name}, in its startup parameters too`,
    script: "DBCC TRACEOFF (12381, -1);",
  });
};

/** Links do without it; only the network test from the SQL Server runs as its job. */
export const checkAgent: Check = (hearing) => {
  const { partner } = hearing;
  const facts = partner.instanceFacts;
  const name = sideName(hearing, "partner");
  if (facts?.hostPlatform === "Linux") {
    return met("agent", `${name} runs on Linux, where SQL Server Agent cannot run the network test.`, [
      evidenceOf(partner, "host_platform", facts.hostPlatform),
    ]);
  }
  const told = facts?.agentStatus ?? null;
  if (told === null) return untold("agent", partner, /^SQL Server Agent/i);
  const evidence = [evidenceOf(partner, "SQL Server Agent", told.value, told.at)];
  if (/^running$/i.test(told.value)) return met("agent", `SQL Server Agent of ${name} is Running.`, evidence);
  return met("agent", `SQL Server Agent of ${name} is ${told.value}; only a network test needs it.`, evidence);
};

function globalFlags(flags: readonly { flag: number; isGlobal: boolean }[]): number[] {
  return flags.filter((one) => one.isGlobal).map((one) => one.flag);
}

function flagWords(on: readonly number[]): string {
  return on.length === 0 ? "none on" : on.join(", ");
}

/** On either side, linked or not, since a trace flag is the server's; null: the other side's databases are not told. */
function restoringDatabases(hearing: Hearing): string[] | null {
  const { partner, instance } = hearing;
  const seeding = [partner, instance].flatMap(({ facts }) => [
    ...(facts?.seedings.filter((one) => one.physical !== null) ?? []),
    ...(facts?.databases.filter((row) => row.isLocal && row.databaseStateDesc === "RESTORING") ?? []),
  ]);
  const settings = [partner, instance].flatMap(
    ({ instanceFacts }) => instanceFacts?.databases?.value.filter((one) => one.stateDesc === "RESTORING") ?? [],
  );
  const names = [...seeding.map((one) => one.databaseName ?? "a database"), ...settings.map((one) => one.name)];
  if (names.length > 0) return [...new Set(names)];
  return instance.instanceFacts?.databases == null ? null : [];
}
