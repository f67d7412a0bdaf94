import { expect, test } from "vitest";
import type { CertificateState } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { type Entry, entryAddress, inventoryHeadline, matchVerdict, matchWords } from "./certificate-words.ts";
import { countEntries, filterEntries } from "./inventory-filter.ts";

const now = new Date("2026-11-19T03:12:40.000Z");

const entry = (changes: Partial<Entry> = {}): Entry => ({
  key: "A1B2",
  noteKey: "sqlserver:SQLHAM01",
  kind: "sqlserver",
  name: "Cert_SQLHAM01",
  servers: [{ name: "SQLHAM01", endpoint: null, resourceGroup: null }],
  thumbprint: "A1B2",
  subject: null,
  issuer: null,
  startsAt: null,
  expiresAt: "2026-11-28T12:00:00.000Z",
  daysLeft: 9,
  milestone: 14,
  verdict: "attention",
  reason: "",
  renewedBy: "you",
  note: null,
  links: ["a", "b", "c", "d"].map((linkId) => ({ linkId, name: `link ${linkId}` })),
  copies: [],
  voices: [],
  remarks: [],
  ...changes,
});
const azure = entry({ kind: "instance", renewedBy: "azure", expiresAt: "2026-11-20T00:00:00.000Z", verdict: "ok" });
const root = entry({ kind: "root", name: "MicrosoftPKI", expiresAt: "2026-11-21T00:00:00.000Z" });
const undated = entry({ expiresAt: null, daysLeft: null, milestone: null, verdict: "unknown" });
const late = entry({ expiresAt: "2028-11-28T12:00:00.000Z", daysLeft: 740, milestone: null, verdict: "ok" });

test.each([
  [[azure, root, entry(), late], "The next certificate to renew expires in 9 days, on 28 Nov; it carries 4 links"],
  [
    [entry({ expiresAt: "2026-11-10T00:00:00.000Z" }), entry()],
    "1 certificate has expired; 4 links cannot connect anew",
  ],
  [[undated], "Nobody tells when the certificates to renew expire"],
  [[azure, root], "No certificate is known that you renew"],
  [[], "No certificate is known"],
])("the page answers first: %#", (entries, headline) => {
  expect(inventoryHeadline(entries, now)).toBe(headline);
});

test("filters show what needs renewal, what Azure renews, and authorities", () => {
  const all = [undated, azure, root, entry(), late];
  expect(filterEntries(all, "due", "")).toEqual([undated, root, all[3]]);
  expect(filterEntries(all, "azure", "")).toEqual([azure]);
  expect(filterEntries(all, "authorities", "")).toEqual([root]);
  expect(countEntries(all, "all")).toBe(5);
  expect(filterEntries(all, "all", "microsoft sqlham01")).toEqual([root]);
  expect(filterEntries(all, "all", "LINK D")).toHaveLength(5);
});

test.each([
  ["same", "you", "the same as in use", "ok"],
  ["other", "you", "another than in use", "attention"],
  ["other", "azure", "older than in use, Azure renewed it", "ok"],
  ["unread", "you", "not read since the change", "unknown"],
  ["unread", "azure", "not read since the change", "unknown"],
  [null, "you", "cannot be compared", "unknown"],
] as const)("a copy that is %s where %s renew is %s", (match, renewedBy, words, verdict) => {
  expect([matchWords(match, renewedBy), matchVerdict(match, renewedBy)]).toEqual([words, verdict]);
});

test("a link's copy leads to the certificate in use, and one nobody dates to its server", () => {
  const state = (use: CertificateState["use"], thumbprint: string | null) =>
    ({ use, thumbprint, of: "SQLHAM01" }) as Plain<CertificateState>;
  const all = [state("endpoint", "NEW"), state("partner-copy", "OLD"), state("root", "R1")];
  expect(all.map((one) => entryAddress(one, all))).toEqual([
    "/certificates#certificate-NEW",
    "/certificates#certificate-NEW",
    "/certificates#certificate-R1",
  ]);
  expect(entryAddress(state("endpoint", null), [])).toBe("/certificates#certificate-sqlserver-SQLHAM01");
});
