// Of the setup of a link, what its databases need before they can be copied: recovery model, first full backup, one log file.
import type { ConfigurationCheck } from "./assessment.ts";
import { evidenceOf, linkedDatabases, met, unmet, unread, untold } from "./configuration-check.ts";
import { type Hearing, type SqlHeard, sideName } from "./hearing.ts";
import { leadingSide } from "./roles.ts";
import type { SqlDatabaseSettings } from "./sample.ts";
import { quoteName } from "./tsql-quote.ts";
import { listWords, utcDay } from "./wording.ts";

export function checkRecoveryModel(hearing: Hearing): ConfigurationCheck {
  const key = "recovery-model";
  const { partner } = hearing;
  const rows = linkedSettings(hearing, partner);
  const evidence = rows.flatMap(({ settings, at }) =>
    settings.recoveryModelDesc === null
      ? []
      : [evidenceOf(partner, `recovery_model_desc, ${settings.name}`, settings.recoveryModelDesc, at)],
  );
  if (evidence.length === 0) return untold(key, partner, /^(linked )?databases/i);
  const wrong = rows
    .map(({ settings }) => settings)
    .filter((one) => one.recoveryModelDesc !== null && one.recoveryModelDesc.toUpperCase() !== "FULL");
  const [first] = wrong;
  if (first === undefined) {
    const all = rows.map(({ settings }) => settings.name);
    return met(key, `${listWords(all)} ${all.length === 1 ? "is" : "are"} in FULL.`, evidence);
  }
  const words = wrong.map((one) => `${one.name} is in ${one.recoveryModelDesc}`);
  return unmet(key, "problem", `${listWords(words)}.`, evidence, {
    step: `Set ${listWords(wrong.map((one) => one.name))} to FULL, then take a full backup`,
    script: wrong.map((one) => `ALTER DATABASE ${quoteName(one.name)} SET RECOVERY FULL;`).join("\n"),
  });
}

/** The history of backups may have been cut since; a database that was seeded had its chain. Azure backs up its own by itself. */
export function checkFullBackup(hearing: Hearing): ConfigurationCheck {
  const key = "full-backup";
  const { partner } = hearing;
  const names = linkedDatabases(hearing);
  const told = partner.instanceFacts?.backups ?? null;
  if (told === null || names.length === 0) return untold(key, partner, /^backups/i);
  const hasBegun = isSeeded(hearing) || leadingSide(hearing) === "instance";
  const unasked = names.filter((name) => !told.value.some((one) => one.databaseName === name));
  if (unasked.length > 0 && !hasBegun)
    return unread(key, `Not known yet: backups were read before ${listWords(unasked)} belonged to a link.`);
  const newest = names.map((name) => ({
    name,
    at: told.value.find((one) => one.databaseName === name)?.lastFullAt ?? null,
  }));
  const evidence = newest.map(({ name, at }) =>
    evidenceOf(partner, `newest full backup, ${name}`, at?.toISOString() ?? "none in msdb", told.at),
  );
  const without = newest.filter(({ at }) => at === null).map(({ name }) => name);
  if (without.length === 0) {
    const dates = newest.map(({ name, at }) => `that of ${name} is of ${utcDay(at as Date, hearing.now)}`);
    return met(key, `Newest full backup: ${listWords(dates)}.`, evidence);
  }
  const reason = `msdb of ${sideName(hearing, "partner")} knows no full backup of ${listWords(without)}`;
  if (hasBegun) return met(key, `${reason}; the copy is there, so the chain had begun.`, evidence);
  return unmet(key, "problem", `${reason}, or only COPY_ONLY ones.`, evidence, {
    step: `Take a full backup of ${listWords(without)} without COPY_ONLY`,
    script: without.map((name) => `BACKUP DATABASE ${quoteName(name)} TO DISK = N'<path>';`).join("\n"),
  });
}

/** Told by the side that leads only, since a secondary keeps no statistics of its log. */
export function checkLogFiles(hearing: Hearing): ConfigurationCheck {
  const key = "log-files";
  const counted = [hearing.partner, hearing.instance].map((voice) =>
    linkedSettings(hearing, voice).flatMap(({ settings, at }) => {
      const count = settings.log?.fileCount ?? null;
      return count === null ? [] : [{ name: settings.name, count, voice, at }];
    }),
  );
  const counts = counted.find((ofVoice) => ofVoice.length > 0) ?? [];
  if (counts.length === 0) return untold(key, hearing.partner, /^logs of/i);
  const evidence = counts.map(({ name, count, voice, at }) =>
    evidenceOf(voice, `log files, ${name}`, String(count), at),
  );
  const several = counts.filter(({ count }) => count > 1);
  if (several.length === 0) {
    const all = names(counts);
    return met(key, `${listWords(all)} ${all.length === 1 ? "has one log file" : "have one log file each"}.`, evidence);
  }
  return unmet(
    key,
    "problem",
    `${listWords(several.map(({ name, count }) => `${name} has ${count} log files`))}.`,
    evidence,
    { step: `Remove every log file of ${listWords(names(several))} but the first, once it is empty` },
  );
}

function names(rows: readonly { name: string }[]): string[] {
  return rows.map((one) => one.name);
}

function linkedSettings(hearing: Hearing, voice: SqlHeard): { settings: SqlDatabaseSettings; at: Date }[] {
  const told = voice.instanceFacts?.databases ?? null;
  const linked = linkedDatabases(hearing);
  return (told?.value ?? [])
    .filter((one) => linked.includes(one.name))
    .map((settings) => ({ settings, at: (told as { at: Date }).at }));
}

/** The copy on the managed instance has left RESTORING. */
function isSeeded(hearing: Hearing): boolean {
  const copies = hearing.instance.facts?.databases.filter((row) => row.isLocal) ?? [];
  return copies.length > 0 && copies.every((row) => row.databaseStateDesc === "ONLINE");
}
