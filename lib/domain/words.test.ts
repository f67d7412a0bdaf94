import { expect, test } from "vitest";
import { linkSlug } from "./link-slug.ts";
import { compareLsns, lsnHex, lsnParts, parseLsn } from "./lsn.ts";
import { reviveDates } from "./revive.ts";
import { ageWords, clause, durationWords, listWords, percentWords, sizeWords, utcDay } from "./wording.ts";

test.each([
  [0, "0 s"],
  [-5, "0 s"],
  [41.4, "41 s"],
  [59.6, "1 min"],
  [2280, "38 min"],
  [3590, "1 h"],
  [20_400, "5 h 40 min"],
  [86_399, "1 d"],
  [169_200, "1 d 23 h"],
  [8_640_000, "100 d"],
])("%s seconds last %s", (seconds, words) => {
  expect(durationWords(seconds)).toBe(words);
});

test.each([
  [8.9, "8 s"],
  [119, "1 min"],
  [7300, "2 h"],
  [400_000, "4 d"],
  [-3, "0 s"],
])("an age of %s seconds is %s", (seconds, words) => {
  expect(ageWords(seconds)).toBe(words);
});

test.each([
  [0, "0.0 MB"],
  [300, "0.3 KB"],
  [1024, "1.00 KB"],
  [310 * 1024 ** 2, "310 MB"],
  [41.6 * 1024 ** 3, "41.6 GB"],
  [3.48 * 1024 ** 4, "3.48 TB"],
  [999.6 * 1024 ** 2, "1.0 GB"],
  [5000 * 1024 ** 4, "4.88 PB"],
])("%s bytes are %s", (bytes, words) => {
  expect(sizeWords(bytes)).toBe(words);
});

test("99.9 % is not done", () => {
  expect([percentWords(0.999), percentWords(1), percentWords(0.29)]).toEqual(["99 %", "100 %", "29 %"]);
});

test("days are told in UTC, with the year only when it is another", () => {
  const now = new Date("2026-11-19T23:30:00Z");
  expect([utcDay(new Date("2026-11-28T23:59:00Z"), now), utcDay(new Date("2027-02-12T00:00:00Z"), now)]).toEqual([
    "28 Nov",
    "12 Feb 2027",
  ]);
});

test("foreign text becomes one line without an end mark", () => {
  expect(clause(" Login failed\r\nfor user 'x'!. ")).toBe("Login failed for user 'x'");
  expect(listWords(["a", "b", "c"])).toBe("a, b and c");
});

test.each([
  ["erp-hamburg", "1F2E3D4C-0000-0000-0000-000000000001", "erp-hamburg-1f2e3d"],
  ["Lager Köln (Süd)", "abcdef00-0000-0000-0000-000000000001", "lager-koln-sud-abcdef"],
  ["../../etc/passwd?<script>", "123456", "etc-passwd-script-123456"],
  ["日本語", "ffee00", "link-ffee00"],
  ["", "1", "link-100000"],
  [`${"a".repeat(39)}-b`, "000000", `${"a".repeat(39)}-000000`],
])("the link %s has the address %s → %s", (name, id, slug) => {
  expect(linkSlug(name, id)).toBe(slug);
});

test("only instants under the keys of instants become dates", () => {
  const iso = "2026-11-19T03:12:40.000Z";
  const revived = reviveDates<Record<string, unknown>>({
    at: iso,
    since: iso,
    phaseSince: iso,
    rows: [{ lastSentAt: iso, lastSentLsn: "71000009407900001" }],
    name: iso,
    databaseName: iso,
    value: iso,
    expiresAt: "28 Nov 2026",
    startedAt: null,
    format: iso,
  });
  const date = new Date(iso);
  expect(revived).toEqual({
    at: date,
    since: date,
    phaseSince: date,
    rows: [{ lastSentAt: date, lastSentLsn: "71000009407900001" }],
    name: iso,
    databaseName: iso,
    value: iso,
    expiresAt: "28 Nov 2026",
    startedAt: null,
    format: iso,
  });
});

test("LSNs are exact beyond 2^53, compared as text and read in three parts", () => {
  const lsn = parseLsn("0000000071000009407900001")!;
  expect(lsn).toBe("71000009407900001");
  expect(lsnParts(lsn)).toEqual({ vlf: "71", block: "0000094079", slot: "00001" });
  expect(lsnHex(lsn)).toBe("00000047:00016f7f:0001");
  expect(compareLsns(lsn, parseLsn("100000009407900001")!)).toBeLessThan(0);
  expect([parseLsn(""), parseLsn("0x47"), parseLsn("9".repeat(26)), parseLsn("0")]).toEqual([null, null, null, "0"]);
});
