// Whether a cause of the catalogue is it, by what Linkspan has already seen of this link.
import type { Assessment, ExplainedError, LogState } from "./assessment.ts";
import type { CheckName } from "./error-catalogue-entry.ts";
import { type Hearing, sideName } from "./hearing.ts";
import { latestOfEach } from "./network-judge.ts";
import type { SqlSeedingFacts } from "./sample.ts";
import type { Side } from "./vantage.ts";
import { worstVerdict } from "./verdict.ts";
import { ageWords, percentWords, utcDay } from "./wording.ts";

/** What of the assessment answers "is it this?". */
export type Checked = Pick<Assessment, "certificates" | "configuration" | "network" | "log">;

type Answer = ExplainedError["causes"][number]["checked"];

/** Null: Linkspan has not seen what would tell. */
export function answerCause(check: CheckName, hearing: Hearing, checked: Checked): Answer {
  const [kind, ...rest] = check.split(".");
  const key = rest.join(".");
  if (kind === "configuration") return ofConfiguration(key, checked);
  if (kind === "certificate") return ofCertificate(key, hearing, checked);
  if (kind === "network") return ofNetwork(key === "to-instance" ? "partner" : "instance", checked, hearing.now);
  if (check === "log.space") return ofLog(checked.log);
  return check === "log.backup-age" ? ofBackupAge(hearing, checked.log) : ofBackupWhileSeeding(hearing);
}

/** A point of the setup, or, where it has parts, the worst of them. */
function ofConfiguration(key: string, { configuration }: Checked): Answer {
  const found = configuration.find((one) => one.key === key);
  return found === undefined ? null : { verdict: found.verdict, words: found.reason };
}

function ofCertificate(use: string, hearing: Hearing, { certificates }: Checked): Answer {
  const found = certificates.find((one) => one.use === use);
  if (found === undefined) return ofMissingCopy(use, hearing);
  const { name, usedBy, expiresAt } = found;
  if (expiresAt !== null && expiresAt <= hearing.now) {
    return { verdict: "problem", words: `${name} on ${usedBy} expired on ${utcDay(expiresAt, hearing.now)}.` };
  }
  if (found.match === "other") {
    return { verdict: "problem", words: `${usedBy} holds another certificate of ${found.of} than is in use.` };
  }
  if (found.match === "unread" || (expiresAt === null && found.thumbprint === null)) return null;
  const until = expiresAt === null ? "" : `, valid until ${utcDay(expiresAt, hearing.now)}`;
  return {
    verdict: "ok",
    words: `${usedBy} holds ${name}${found.match === "same" ? ", the one in use" : ""}${until}.`,
  };
}

/** Whoever may see the certificates of a side and finds no copy there knows that there is none. */
function ofMissingCopy(use: string, hearing: Hearing): Answer {
  const [holder, owner, voice] =
    use === "partner-copy"
      ? (["instance", "partner", hearing.arm] as const)
      : (["partner", "instance", hearing.partner] as const);
  const isSeen = voice.instanceFacts !== null && !voice.source?.blind?.some((one) => /certificate/i.test(one.fact));
  if (use === "endpoint" || !isSeen) return null;
  const words = `${sideName(hearing, holder)} holds no certificate of ${sideName(hearing, owner)}.`;
  return { verdict: "problem", words };
}

/** Every port of one direction, by its newest test. */
function ofNetwork(from: Side, { network }: Checked, now: Date): Answer {
  const newest = latestOfEach(network.filter((one) => one.from === from)).sort((a, b) => (a.port ?? 0) - (b.port ?? 0));
  if (newest.length === 0) return { verdict: "unknown", words: "Nobody has tested this way yet." };
  const verdict = worstVerdict(newest.map((one) => one.verdict));
  const said = newest.map((one) => `${one.port === null ? "a port" : `port ${one.port}`} ${one.reason}`);
  const last = new Date(Math.max(...newest.map((one) => one.ranAt.getTime())));
  return { verdict, words: `By the test of ${utcDay(last, now)}: ${said.join("; ")}.` };
}

function ofLog(log: readonly LogState[]): Answer {
  const fullest = log[0];
  if (fullest?.usedFraction == null) return null;
  const wait = fullest.reuseWait === null ? "" : `, held by ${fullest.reuseWait}`;
  return {
    verdict: fullest.verdict,
    words: `${percentWords(fullest.usedFraction)} of ${fullest.databaseName}'s log is in use${wait}.`,
  };
}

function ofBackupAge({ limits, now }: Hearing, log: readonly LogState[]): Answer {
  const taken = log.flatMap((one) => one.lastLogBackupAt ?? []);
  if (taken.length === 0) return null;
  const oldest = new Date(Math.min(...taken.map((at) => at.getTime())));
  const ageSeconds = (now.getTime() - oldest.getTime()) / 1000;
  const verdict = ageSeconds > limits.logBackupAttentionSeconds ? "attention" : "ok";
  return { verdict, words: `The last log backup was taken ${ageWords(ageSeconds)} ago.` };
}

/** Of the newest seeding that the leading side tells. */
function ofBackupWhileSeeding({ partner, now }: Hearing): Answer {
  const backups = partner.instanceFacts?.backups?.value;
  const seeding = newestSeedings(partner.facts?.seedings ?? []).find((row) => row.startedAt !== null);
  if (backups === undefined || seeding?.startedAt == null) return null;
  const { databaseName, startedAt, completedAt } = seeding;
  const during = backups
    .filter((one) => one.databaseName === databaseName)
    .flatMap((one) => one.logBackupsAt)
    .find((at) => at >= startedAt && at <= (completedAt ?? now));
  if (during === undefined) return { verdict: "ok", words: "No log backup began while the seeding ran." };
  return { verdict: "problem", words: `A log backup began on ${utcDay(during, now)}, while the seeding ran.` };
}

/** What a later attempt has left behind is history. */
export function newestSeedings(rows: readonly SqlSeedingFacts[]): SqlSeedingFacts[] {
  return rows.filter(
    (row) =>
      !/^completed$/i.test(row.currentState ?? "") &&
      !rows.some(
        (other) =>
          other.databaseName === row.databaseName &&
          (other.startedAt?.getTime() ?? 0) > (row.startedAt?.getTime() ?? 0),
      ),
  );
}
