// Of the setup of a link, what the sides must have in common: collation, trust in Azure's certificates, kind of link, and the way back.
import { buildWords, readBuild } from "./build.ts";
import { missingAuthorities } from "./certificate-copy.ts";
import { type Check, evidenceOf, linkedDatabases, met, unmet, untold } from "./configuration-check.ts";
import { sideName } from "./hearing.ts";
import { leadingSide } from "./roles.ts";
import { countWords, listWords } from "./wording.ts";

/** A difference blocks only where a name's case decides; where log flows it evidently does not. */
export const checkCollation: Check = (hearing) => {
  const { partner, instance, arm } = hearing;
  const here = partner.instanceFacts?.collation ?? null;
  const voice = instance.instanceFacts?.collation == null ? arm : instance;
  const there = voice.instanceFacts?.collation ?? null;
  if (here === null) return untold("collation", partner, /collation/i);
  if (there === null) return untold("collation", voice, /collation/i);
  const evidence = [evidenceOf(partner, "collation", here), evidenceOf(voice, "collation", there)];
  if (here.toLowerCase() === there.toLowerCase()) return met("collation", `Both sides have ${here}.`, evidence);
  return unmet(
    "collation",
    "attention",
    `${sideName(hearing, "partner")} has ${here}, ${sideName(hearing, "instance")} has ${there}.`,
    evidence,
    { step: "Write server names in the link exactly as each side spells its own" },
  );
};

export const checkRoots: Check = (hearing) => {
  const { partner } = hearing;
  const facts = partner.instanceFacts;
  const isBlind = partner.source?.blind?.some((one) => /^certificates/i.test(one.fact)) ?? false;
  if (facts === null || isBlind) return untold("root-authorities", partner, /^certificates/i);
  const roots = facts.certificates.filter((one) => one.use === "root");
  const missing = missingAuthorities(roots, hearing.now);
  const name = sideName(hearing, "partner");
  const evidence = [
    evidenceOf(partner, "root certificates", roots.length === 0 ? "none" : listWords(roots.map((one) => one.name))),
  ];
  if (missing.length === 0) return met("root-authorities", `${name} holds both roots.`, evidence);
  const names = listWords(missing);
  return unmet("root-authorities", "attention", `${name} holds no root of ${names}.`, evidence, {
    step: `Import the root of ${names} on ${name} and map it to *.database.windows.net with sp_certificate_add_issuer`,
  });
};

export const checkLinkMode: Check = (hearing) => {
  const { partner, arm } = hearing;
  const facts = partner.instanceFacts;
  const build = readBuild(facts?.productVersion ?? null, facts?.productUpdateLevel ?? null);
  const told = facts?.isMultiDatabaseLink ?? null;
  const name = sideName(hearing, "partner");
  if (facts === null || build === null) return untold("link-mode", partner, /^version/i);
  if (told === null) {
    // Builds before it have no such procedure; on one that has it, null is a missing answer.
    if (build.carriesManyDatabases !== false) return untold("link-mode", partner, /^multiple-database/i);
    const evidence = [evidenceOf(partner, "ProductVersion", buildWords(build))];
    return met("link-mode", `${name} carries one database a link; its build knows no other.`, evidence);
  }
  const mode = arm.facts?.linkMode ?? null;
  const evidence = [
    evidenceOf(partner, "sp_multidb_milink", told.value ? "1" : "0", told.at),
    ...(mode === null ? [] : [evidenceOf(arm, "linkMode", mode, arm.at)]),
  ];
  if (mode !== null && /^multi/i.test(mode) !== told.value) {
    return unmet(
      "link-mode",
      "attention",
      `${name} is set to links of ${told.value ? "many databases" : "one database"}, ARM says ${mode}.`,
      evidence,
      { step: "Create the link again in the mode of the SQL Server" },
    );
  }
  if (!told.value) return met("link-mode", `Every link of ${name} carries one database.`, evidence);
  const isLargeEdition = /enterprise|developer/i.test(facts.edition ?? "");
  if (build.carriesManyDatabases === false || (facts.edition !== null && !isLargeEdition)) {
    return unmet(
      "link-mode",
      "problem",
      `${name} is set to links of many databases, which ${facts.edition ?? "its edition"} ${buildWords(build)} does not carry.`,
      evidence,
      { step: `Update ${name}, or set it back to one database a link` },
    );
  }
  return met(
    "link-mode",
    `Links of ${name} carry many databases; this one ${countWords(linkedDatabases(hearing).length, "database")}.`,
    evidence,
  );
};

/** One way is a choice as long as the SQL Server leads. Once the managed instance leads, its log has nowhere to go. */
export const checkFailback: Check = (hearing) => {
  const { partner, arm } = hearing;
  const facts = partner.instanceFacts;
  const build = readBuild(facts?.productVersion ?? null, facts?.productUpdateLevel ?? null);
  if (build === null) return untold("failback", partner, /version/i);
  const [name, instance] = [sideName(hearing, "partner"), sideName(hearing, "instance")];
  const evidence = [evidenceOf(partner, "ProductVersion", buildWords(build))];
  if (build.keepsLink === null) return met("failback", `${name} is newer than the builds Linkspan knows.`, evidence);
  if (!build.keepsLink) {
    return met(
      "failback",
      `None: a failover to ${instance} removes the link, as ${build.releaseName ?? buildWords(build)} knows no way back.`,
      evidence,
    );
  }
  const policy = arm.instanceFacts?.updatePolicy ?? null;
  if (policy === null) return untold("failback", arm, /update policy/i);
  const both = [...evidence, evidenceOf(arm, "databaseFormat", policy)];
  if (policy.toLowerCase() === build.updatePolicy?.toLowerCase()) {
    const how = build.failsOverByTsql ? "by T-SQL too" : "by PowerShell and SSMS only";
    return met("failback", `${instance} keeps to ${policy}, as ${name} needs; failover ${how}.`, both);
  }
  const reason = `${instance} keeps to ${policy}, ${name} needs ${build.updatePolicy}: after a failover to ${instance} no log comes back.`;
  if (leadingSide(hearing) !== "instance") return met("failback", reason, both);
  return unmet("failback", "attention", reason, both, {
    step: `Decide on the update policy of ${instance}: it can be raised, never set back`,
  });
};
