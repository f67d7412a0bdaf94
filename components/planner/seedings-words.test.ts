import { expect, test } from "vitest";
import { allWords, chanceTold, type Outlook } from "./seedings-words.ts";

const now = new Date("2026-11-23T08:00:00.000Z");
const at = (hours: number) => new Date(now.getTime() + hours * 3_600_000).toISOString();

function seeding(state: Outlook["standing"]["state"], finish: Outlook["finish"] = null, name = "erp"): Outlook {
  return { name, standing: { state, reason: "", since: at(0) }, finish, beginsAt: null } as Outlook;
}

const finish = { p10At: at(4), p50At: at(6), p90At: at(30) };
const runs = (name = "erp") => seeding("running", finish, name);

function said(...seedings: Outlook[]): string {
  const counted = seedings.filter((one) => one.finish !== null && one.standing.state !== "waiting").length;
  const times = counted === 0 ? { p10At: null, p50At: null, p90At: null } : finish;
  const all = { ...times, counted, notCounted: seedings.length - counted };
  return allWords({ all, seedings }, now, "Asia/Kathmandu");
}

const when = "about Mon 23 Nov, 19:45 (8 in 10: 17:45 to Tue 19:45)";

test.each<[string, Outlook[]]>([
  [`erp is over ${when}.`, [runs()]],
  [`All 2 that run are over ${when}.`, [runs(), runs("crm")]],
  [`All 2 that run are over ${when}; 1 waits and is not counted.`, [runs(), runs("crm"), seeding("waiting")]],
  [`erp is over ${when}; 2 wait and are not counted.`, [runs(), seeding("waiting"), seeding("waiting", finish)]],
  [
    `1 of the 2 that run is over ${when}; 1 has no forecast, 1 waits, 2 have failed and 1 cannot be seen, none of them counted.`,
    [runs(), seeding("stalled"), seeding("waiting"), seeding("failed"), seeding("failed"), seeding("not-known")],
  ],
  ["When the one that runs is over cannot be told yet.", [seeding("running")]],
  [
    "When the 2 that run are over cannot be told yet; 1 waits.",
    [seeding("running"), seeding("overrun"), seeding("waiting")],
  ],
  ["No seeding runs now; 2 wait and 1 cannot be seen.", [seeding("waiting"), seeding("waiting"), seeding("not-known")]],
])("%s", (words, seedings) => {
  expect(said(...seedings)).toBe(words);
});

test.each<[Parameters<typeof chanceTold>[0], string, string]>([
  [{ at: at(6), chance: 0.99 }, "over 99 % likely", "ok"],
  [{ at: at(6), chance: 0.9 }, "90 % likely", "ok"],
  [{ at: at(6), chance: 0.7 }, "70 % likely", "attention"],
  [{ at: at(6), chance: 0.2 }, "20 % likely", "problem"],
  [{ at: at(6), chance: 0.01 }, "under 1 % likely", "problem"],
  [{ at: at(6), chance: null }, "cannot be told", "unknown"],
  [{ at: at(-6), chance: 0 }, "has passed", "problem"],
])("of the deadline %j %s is said", (deadline, words, verdict) => {
  expect(chanceTold(deadline, now)).toEqual({ words, verdict });
});
