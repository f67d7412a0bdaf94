import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { inventory, type LinkCertificates } from "./certificate-inventory.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { CertificateFacts } from "./sample.ts";

const day = (text: string) => new Date(`${text}T03:12:41.000Z`);
const host = "mi-erp-weu.4c1e.database.windows.net";
const microsoft = link.certificate({
  use: "root",
  name: "MicrosoftPKI",
  subject: "Microsoft RSA Root Certificate Authority 2017",
  thumbprint: "R1",
  expiresAt: day("2042-07-18"),
});

interface World {
  partner?: string;
  own?: Partial<CertificateFacts>;
  held?: CertificateFacts[];
  trusted?: CertificateFacts[];
  instance?: Partial<CertificateFacts>;
}

/** One link as its assessment tells it. */
function linkOf(linkId: string, world: World = {}): LinkCertificates {
  const { partner = "SQLHAM01", own = {}, held = [microsoft], instance = {} } = world;
  const mine = link.certificate({ name: `Cert_${partner}`, thumbprint: partner, ...own });
  const theirs = link.certificate({
    name: "DATABASE_MIRRORING",
    subject: host,
    thumbprint: "MI",
    expiresAt: day("2026-11-25"),
    ...instance,
  });
  const trusted = world.trusted ?? [{ ...mine, use: "trust" }];
  const copy = link.certificate({ use: "trust", name: host, subject: host, thumbprint: "MI" });
  const source = link.source({ id: `sql:${partner}`, name: partner });
  const database = link.armDatabase({
    partnerCertificateName: `Cert_${partner}`,
    partnerCertificateExpiresAt: (trusted[0] ?? mine).expiresAt,
  });
  const view = link.linkView({
    linkId,
    partner: link.voice(
      source,
      link.partnerFacts(),
      link.sqlInstance({ serverName: partner, certificates: [mine, copy, ...held] }),
    ),
    arm: link.armVoice(
      link.armSource,
      link.armFacts({ databases: [database] }),
      link.armInstance([theirs, ...trusted]),
    ),
  });
  return { links: [{ linkId, name: linkId }], certificates: assess(view, null, defaultLimits, link.now).certificates };
}

const read = (links: LinkCertificates[], notes: Parameters<typeof inventory>[2] = []) =>
  inventory(links, [], notes, defaultLimits, link.now);

test("twenty links of two servers stand on four certificates, the earliest to expire on top", () => {
  const links = Array.from({ length: 20 }, (_, i) =>
    linkOf(`link-${i}`, {
      partner: i < 15 ? "SQLHAM01" : "SQLBER02",
      own: { expiresAt: day(i < 15 ? "2026-11-28" : "2027-11-28") },
    }),
  );
  const entries = read(links);
  expect(entries.map((one) => [one.key, one.kind, one.links.length, one.daysLeft, one.verdict])).toEqual([
    ["MI", "instance", 20, 6, "ok"],
    ["SQLHAM01", "sqlserver", 15, 9, "attention"],
    ["SQLBER02", "sqlserver", 5, 374, "ok"],
    ["R1", "root", 20, 5720, "ok"],
  ]);
  expect(entries[1]).toMatchObject({
    noteKey: "sqlserver:SQLHAM01",
    name: "Cert_SQLHAM01",
    subject: "CN=SQLHAM01",
    milestone: 14,
    reason: "Expires in 9 days, on 28 Nov. 15 links stop then.",
    renewedBy: "you",
    servers: [{ name: "SQLHAM01" }],
    copies: [{ server: "mi-erp-weu", match: "same", voices: [{ vantage: "arm" }] }],
    voices: [{ server: "SQLHAM01", vantage: "partner", at: link.ago(5) }],
  });
  expect(entries[0]).toMatchObject({
    name: host,
    reason: "Expires in 6 days, on 25 Nov. Azure renews it by itself.",
    renewedBy: "azure",
    copies: [
      { server: "SQLHAM01", match: "same" },
      { server: "SQLBER02", match: "same" },
    ],
  });
  expect(entries[3]).toMatchObject({
    servers: [{ name: "SQLBER02" }, { name: "SQLHAM01" }],
    remarks: ["Whether it is mapped to *.database.windows.net cannot be read from SQL Server."],
  });
});

test("at 60 days it is a note, not yet a finding", () => {
  const [, entry] = read([linkOf("a", { own: { expiresAt: day("2027-01-18") } })]);
  expect(entry).toMatchObject({
    verdict: "ok",
    milestone: 60,
    reason: "Expires in 60 days, on 18 Jan 2027. Its rotation can be planned.",
  });
  expect(read([linkOf("a", { own: { expiresAt: day("2027-01-19") } })])[1]).toMatchObject({ milestone: null });
});

test("rotated on the SQL Server only is attention, and says where the old one is held", () => {
  const old = link.certificate({ use: "trust", name: "Cert_SQLHAM01", thumbprint: "0LD" });
  const entry = read([linkOf("a", { own: { thumbprint: "NEW" }, trusted: [old] })]).find((one) => one.key === "NEW");
  expect(entry).toMatchObject({
    verdict: "attention",
    copies: [{ server: "mi-erp-weu", thumbprint: "0LD", match: "other" }],
  });
  expect(entry?.reason).toMatch(
    /^mi-erp-weu holds another certificate than SQLHAM01 uses; the next connection will be refused\. Expires in 373 days/,
  );
});

test("a copy that was not read since the change is not known, and not ok", () => {
  const old = link.certificate({ use: "trust", name: "Cert_SQLHAM01", thumbprint: "0LD" });
  const { links, certificates } = linkOf("a", { own: { thumbprint: "NEW" }, trusted: [old] });
  const waiting = certificates.map((one) => (one.use === "partner-copy" ? { ...one, match: "unread" as const } : one));
  const entry = read([{ links, certificates: waiting }]).find((one) => one.key === "NEW");
  expect(entry).toMatchObject({
    verdict: "unknown",
    reason:
      "Whether mi-erp-weu holds the certificate that SQLHAM01 uses is not known yet. Expires in 373 days, on 28 Nov 2027.",
  });
});

test("rotated by Azure only is fine while a root vouches for the present one, and attention without", () => {
  const [fine] = read([linkOf("a", { instance: { thumbprint: "MINEW" } })]);
  expect(fine).toMatchObject({ key: "MINEW", verdict: "ok" });
  expect(fine?.reason).toContain("SQLHAM01 holds an older copy; the root authorities vouch for the present one.");
  const [bare] = read([linkOf("a", { instance: { thumbprint: "MINEW" }, held: [] })]);
  expect(bare).toMatchObject({ key: "MINEW", verdict: "attention" });
  expect(bare?.reason).toContain("SQLHAM01 holds no root authority to trust mi-erp-weu's next certificate by.");
});

test("where the SQL Server is silent its copy on the managed instance stands in, and says so", () => {
  const { certificates } = linkOf("a");
  const [entry] = read([
    { links: [{ linkId: "a", name: "a" }], certificates: certificates.filter((one) => one.use === "partner-copy") },
  ]);
  expect(entry).toMatchObject({
    kind: "sqlserver",
    servers: [{ name: "SQLHAM01" }],
    copies: [{ server: "mi-erp-weu", match: null }],
    remarks: ["SQLHAM01 itself has not told of it; this is what mi-erp-weu holds."],
  });
});

test("an unknown date stands on top and is not ok", () => {
  const entries = read([linkOf("a"), linkOf("b", { partner: "SQLBER02", own: { expiresAt: null }, trusted: [] })]);
  expect(entries[0]).toMatchObject({
    key: "SQLBER02",
    verdict: "unknown",
    daysLeft: null,
    reason: "Nobody tells when SQLBER02's certificate expires.",
  });
});

test("a note goes with the server and not with the certificate", () => {
  const note = { key: "sqlserver:SQLHAM01", text: "PKI team", changedAt: link.now, changedBy: null };
  expect(read([linkOf("a", { own: { thumbprint: "NEXT" } })], [note]).map((one) => one.note?.text ?? null)).toEqual([
    null,
    "PKI team",
    null,
  ]);
});
