import { beforeEach, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { openEstate } from "../estate.ts";
import { judgeAt, recordJudged } from "../history/judged.fixture.ts";
import { latestLink } from "../history/latest-link.ts";
import { registerSources } from "../history/register-sources.ts";
import { scratchHistory } from "../history/scratch-history.fixture.ts";
import { answer, later, linkSample, partnerSource, t0 } from "../history/told.fixture.ts";
import type { House } from "../house.ts";
import { setCutoverDate } from "./cutover-date.ts";

const history = await scratchHistory();
let now = t0;
(globalThis as { linkspanPageHouse?: House }).linkspanPageHouse = {
  history,
  estate: openEstate({
    isDemo: false,
    sqlServers: [],
    managedInstances: [],
    synapseWorkspaces: [],
    limits: defaultLimits,
  }),
  clock: () => now,
};
await registerSources(history, [partnerSource], t0);
await recordJudged(history, [answer(t0, [linkSample(t0)])], t0);
const linkId = (await history.pool.query("SELECT id FROM link")).rows[0].id as string;

beforeEach(async () => {
  now = t0;
  await history.pool.query("TRUNCATE link_date");
});

const ask = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return setCutoverDate(null, form);
};
const evening = { linkId, wish: "set", at: "2026-11-28T22:00", zone: "Europe/Berlin", note: "" };
const read = async () => (await latestLink(history, linkId, { isDemo: false, limits: defaultLimits }, now))?.cutover;

test("a date is set in the reader's zone, moved, and taken away", async () => {
  expect(await read()).toBeNull();
  expect(await ask({ ...evening, note: "CHG-4711" })).toEqual({ kind: "set", said: "The cutover date is set" });
  expect(await read()).toEqual({ at: "2026-11-28T21:00:00.000Z", note: "CHG-4711", changedAt: t0.toISOString() });
  now = later(60_000);
  await ask({ ...evening, at: "2026-12-05T06:30", zone: "UTC" });
  expect(await read()).toEqual({ at: "2026-12-05T06:30:00.000Z", note: "", changedAt: now.toISOString() });
  expect(await ask({ linkId, wish: "remove" })).toEqual({ kind: "removed", said: "The cutover date is gone" });
  expect(await read()).toBeNull();
  expect(await ask({ linkId, wish: "remove" })).toMatchObject({ kind: "removed" });
});

test("who set it is not known before there is sign-in", async () => {
  await ask(evening);
  expect((await history.pool.query("SELECT changed_by FROM link_date")).rows).toEqual([{ changed_by: null }]);
});

test.each([
  ["'); DROP TABLE link_date; --", "'); DROP TABLE link_date; --"],
  ["<img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)>"],
  ["  two\r\n\u0000lines\tand \u001b[31m red", "two lines and [31m red"],
  ["\u202Eneddih\u202C \u2066x\u2069", "neddih x"],
  ["👩‍💻 and 💾", "👩‍💻 and 💾"],
])("the note %j is kept as the line %j", async (typed, kept) => {
  await ask({ ...evening, note: typed });
  expect((await read())?.note).toBe(kept);
});

test.each([
  ["no date", { at: "" }, "at", "This is not a date and time; nothing was kept"],
  ["the 30th of February", { at: "2027-02-30T10:00" }, "at", "This is not a date and time; nothing was kept"],
  ["a zone nobody knows", { zone: "Middle/Earth" }, "at", "This is not a date and time; nothing was kept"],
  ["a time that is over", { at: "2026-11-21T11:00" }, "at", "This time is over; nothing was kept"],
  [
    "201 characters",
    { note: "x".repeat(201) },
    "note",
    "A note is one line of at most 200 characters; nothing was kept",
  ],
  ["a link nobody knows", { linkId: "nobody" }, null, "There is no such link any more"],
  ["no link", { linkId: "" }, null, "There is no such link"],
])("%s is refused, with what was typed given back, and nothing is written", async (_, change, field, said) => {
  const fields = { ...evening, ...change };
  const typed = fields.linkId === "" ? { at: "", note: "" } : { at: fields.at, note: fields.note };
  expect(await ask(fields)).toEqual({ kind: "refused", field, said, typed });
  expect(await read()).toBeNull();
});

test("a wish that is neither to set nor to remove is one to set", async () => {
  expect(await ask({ ...evening, wish: "drop" })).toMatchObject({ kind: "set" });
});

test("the next poll judges with the date", async () => {
  await ask(evening);
  const at = later(15_000);
  let told: Date | null = null;
  await recordJudged(history, [answer(at, [linkSample(at)])], at, (view, previous) => {
    told = view.cutoverAt;
    return judgeAt(at)(view, previous);
  });
  expect(told).toEqual(new Date("2026-11-28T21:00:00.000Z"));
});

test("a date goes with its link", async () => {
  await ask(evening);
  await history.pool.query("DELETE FROM link");
  expect((await history.pool.query("SELECT * FROM link_date")).rows).toEqual([]);
});
