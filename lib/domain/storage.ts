// Storage of the managed instance: what is taken, what a copy under way still brings, and whether that fits.
import type { Said } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName } from "./hearing.ts";
import type { ArmInstanceFacts, SqlSeedingFacts } from "./sample.ts";
import type { Verdict } from "./verdict.ts";
import { listWords, percentWords, sizeWords } from "./wording.ts";

const gigabyte = 1024 ** 3;
/** What is taken changes slowly; past this it is no word about now. */
const holdsSeconds = 7200;

/** Taken by the managed instance's own word, room by ARM's. */
export function findStorage(hearing: Hearing, facts: ArmInstanceFacts): Draft[] {
  const taken = hearing.instance.instanceFacts?.allocatedBytes ?? null;
  const { storageSizeGb } = facts;
  if (taken === null || !storageSizeGb || !isHeard(hearing, taken.at)) return [];
  const room = storageSizeGb * gigabyte;
  const coming = stillComing(hearing, taken.at);
  const share = taken.value / room;
  const shareAfter = (taken.value + (coming?.value ?? 0)) / room;
  const isTooMuch = coming !== null && shareAfter >= 1;
  const verdict = judge(hearing, share, shareAfter, isTooMuch);
  if (verdict === null) return [];
  const name = sideName(hearing, "instance");
  const takenWords = `${sizeWords(taken.value)} of ${sizeWords(room)} are taken`;
  const comingWords =
    coming === null ? "" : `, and the copy of ${listWords(coming.databases)} still brings ${sizeWords(coming.value)}`;
  const isByCopy = coming !== null && share < hearing.limits.storageAttentionShare;
  return [
    {
      key: "storage",
      verdict,
      reason: isTooMuch
        ? `${name} would be full before the copy is over: ${takenWords}${comingWords}.`
        : `Storage of ${name} ${isByCopy ? "will be" : "is"} ${percentWords(isByCopy ? shareAfter : share)} full: ${takenWords}${comingWords}.`,
      consequence: isTooMuch
        ? "The copy fails then, and begins anew from its first byte."
        : "Once it is full its databases cannot grow, and the link takes no more log.",
      step:
        coming === null
          ? `Give ${name} more storage, or remove databases from it`
          : `Free space on ${name}; Azure refuses to scale while a link is being created`,
      vantage: "instance",
      causeKey: `storage:${hearing.arm.source?.id}`,
      causeReason: `Storage of ${name} runs short: ${takenWords}. {n} links end there.`,
      evidence: [
        { fact: "allocated by database files", value: sizeWords(taken.value), vantage: "instance", at: taken.at },
        { fact: "storageSizeInGB", value: String(storageSizeGb), vantage: "arm", at: hearing.arm.instanceAt },
        ...(coming === null
          ? []
          : [{ fact: "still to be copied", value: sizeWords(coming.value), vantage: coming.vantage, at: coming.at }]),
      ],
    },
  ];
}

function judge({ limits }: Hearing, share: number, shareAfter: number, isTooMuch: boolean): Verdict | null {
  if (isTooMuch || share >= limits.storageProblemShare) return "problem";
  return shareAfter >= limits.storageAttentionShare ? "attention" : null;
}

function isHeard({ instance, now }: Hearing, at: Date): boolean {
  return (
    (instance.reach === "fresh" || instance.reach === "late" || instance.reach === "missing") &&
    now.getTime() - at.getTime() <= holdsSeconds * 1000
  );
}

/**
 * Bytes of copies that were not begun when the taken bytes were counted, by the source's word. A restore makes its files in full
 * size at once (general knowledge of SQL Server, not proven for a managed instance), so a copy that runs is already among the taken.
 */
function stillComing(hearing: Hearing, takenAt: Date): (Said<number> & { databases: string[] }) | null {
  const { facts, instanceFacts, at } = hearing.partner;
  const sizes = new Map((instanceFacts?.databases?.value ?? []).map((one) => [one.name, one.dataBytes]));
  const coming = (facts?.seedings ?? []).flatMap((row) => {
    const bytes = row.physical?.databaseSizeBytes ?? sizes.get(row.databaseName ?? "") ?? null;
    return isOnItsWay(row, takenAt) && bytes !== null ? [{ bytes, name: row.databaseName ?? "the database" }] : [];
  });
  if (coming.length === 0) return null;
  const value = coming.reduce((sum, { bytes }) => sum + bytes, 0);
  return { value, vantage: "partner", at, databases: coming.map(({ name }) => name) };
}

function isOnItsWay({ physical, isSource, currentState, startedAt }: SqlSeedingFacts, takenAt: Date): boolean {
  if (isSource !== true || /^(COMPLETED|FAILED)/i.test(currentState ?? "")) return false;
  return physical === null || (physical.startedAt ?? startedAt ?? takenAt) > takenAt;
}
