import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { Assessment, CertificateState, LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { CertificateFacts } from "./sample.ts";

const judge = (view: LinkView) => assess(view, null, defaultLimits, link.now);
const day = (text: string) => new Date(`${text}T03:12:41.000Z`);

function view(
  endpoint: Partial<CertificateFacts> | null,
  armExpiresAt: Date | null,
  trust: CertificateFacts[] = [],
): LinkView {
  const certificates = endpoint === null ? [] : [link.certificate(endpoint)];
  const databases = [
    link.armDatabase({
      partnerCertificateExpiresAt: armExpiresAt,
      partnerCertificateName: armExpiresAt && "Cert_SQLHAM01",
    }),
  ];
  return link.linkView({
    partner: link.voice(link.partnerSource, link.partnerFacts(), link.sqlInstance({ certificates })),
    arm: link.armVoice(link.armSource, link.armFacts({ databases }), link.armInstance(trust)),
  });
}

test.each([
  ["2027-11-28", 374, "ok", null],
  ["2026-12-19", 30, "attention", "Endpoint certificate of SQLHAM01 expires in 30 days, on 19 Dec."],
  ["2026-11-28", 9, "attention", "Endpoint certificate of SQLHAM01 expires in 9 days, on 28 Nov."],
  ["2026-11-26", 7, "problem", "Endpoint certificate of SQLHAM01 expires in 7 days, on 26 Nov."],
  ["2026-11-20", 1, "problem", "Endpoint certificate of SQLHAM01 expires in 1 day, on 20 Nov."],
  ["2026-11-19", 0, "problem", "Endpoint certificate of SQLHAM01 expires within a day, on 19 Nov."],
  ["2026-11-10", -9, "problem", "Endpoint certificate of SQLHAM01 expired on 10 Nov."],
  ["2025-02-12", -645, "problem", "Endpoint certificate of SQLHAM01 expired on 12 Feb 2025."],
] as const)("an endpoint certificate until %s has %s days and is %s", (until, days, verdict, reason) => {
  const a = judge(view({ expiresAt: day(until) }, null));
  expect([a.certificateDays, a.verdict]).toEqual([days, verdict]);
  expect(a.findings[0]?.reason ?? null).toBe(reason);
});

test("one certificate is one cause for all links of its server", () => {
  const [finding] = judge(view({ expiresAt: day("2026-11-28") }, day("2026-11-28"))).findings;
  expect(finding?.causeKey).toBe("certificate:A1B2C3D4E5F60718293A4B5C6D7E8F9001122334");
  expect(finding?.causeReason).toBe(
    "Endpoint certificate of SQLHAM01 expires in 9 days, on 28 Nov. {n} links stop then.",
  );
  expect(finding?.consequence).toBe(
    "The link stops then. mi-erp-weu holds the same copy, so a rotation has not begun.",
  );
  expect(finding?.evidence.map((one) => one.vantage)).toEqual(["partner", "arm"]);
});

test("ARM's date alone warns as well, when nobody can read the SQL Server", () => {
  const a = judge({ ...view(null, day("2026-11-28")), partner: link.voice(null, null) });
  expect(a.findings.find((one) => one.key === "certificate.partner-copy")?.reason).toContain("expires in 9 days");
});

test("nobody's date is unknown, and not a number of days", () => {
  const a = judge(view(null, null));
  expect(a.certificateDays).toBeNull();
  expect(a.certificates.map((one) => [one.use, one.verdict])).toEqual([["endpoint", "unknown"]]);
});

test("the managed instance's own certificate is renewed by Azure and never alarms", () => {
  const own = link.certificate({ name: "mi-erp-weu", thumbprint: "FF", expiresAt: day("2026-11-20") });
  const a = judge(view({}, null, [own]));
  const state = a.certificates.find((one) => one.use === "instance");
  expect([state?.renewedBy, state?.daysLeft, state?.verdict, a.verdict]).toEqual(["azure", 1, "ok", "ok"]);
});

test("rotated on one side only is told before the next connection is refused", () => {
  const old = link.certificate({ use: "trust", thumbprint: "0LD" });
  const a = judge(view({ thumbprint: "NEW", name: "Cert_2027" }, day("2027-11-28"), [old]));
  expect(a.headline).toBe("SQLHAM01's endpoint uses another certificate than mi-erp-weu holds.");
  expect(a.certificates.map((one) => [one.use, one.thumbprint, one.match])).toEqual([
    ["endpoint", "NEW", null],
    ["partner-copy", "0LD", "other"],
  ]);
});

test("the new certificate beside the old one on the managed instance is enough", () => {
  const old = link.certificate({ use: "trust", thumbprint: "0LD" });
  const fresh = link.certificate({ use: "trust", thumbprint: "NEW", name: "Cert_2027" });
  const a = judge(view({ thumbprint: "NEW", name: "Cert_2027" }, day("2027-11-28"), [old, fresh]));
  expect(a.certificates.find((one) => one.use === "partner-copy")?.match).toBe("same");
  expect(a.verdict).toBe("ok");
});

/** What each side's list held, and at which second it was read. */
interface Reading {
  own: readonly [thumbprint: string, second: number];
  copy: readonly [thumbprint: string, second: number];
}

/** ARM tells the link itself at every look; its list of certificates is as old as `copy` says. */
function readAt({ own, copy }: Reading, copyBy: "instance" | "arm"): LinkView {
  const at = (second: number) => link.ago(-second);
  const trusted = [link.certificate({ use: "trust", thumbprint: copy[0] })];
  const partner = link.sqlInstance({ certificates: [link.certificate({ thumbprint: own[0] })] });
  const view = link.linkView({ partner: link.voice(link.partnerSource, link.partnerFacts(), partner) });
  view.partner.instanceObservedAt = at(own[1]);
  if (copyBy === "instance") {
    view.instance.instanceFacts = link.sqlInstance({ serverName: "mi-erp-weu", certificates: trusted });
    view.instance.instanceObservedAt = at(copy[1]);
  } else {
    view.arm.instanceFacts = { ...link.armInstance(trusted), certificatesAt: at(copy[1]) };
    view.arm.instanceObservedAt = at(own[1] + 20);
  }
  return view;
}

type Told = "ok" | "unknown" | "attention";

const timelines: [what: string, copyBy: "instance" | "arm", steps: [Reading, Told][]][] = [
  [
    "imported before the endpoint uses it",
    "instance",
    [
      [{ own: ["A", 0], copy: ["A", 1] }, "ok"],
      [{ own: ["B", 60], copy: ["A", 1] }, "unknown"],
      [{ own: ["B", 60], copy: ["B", 61] }, "ok"],
    ],
  ],
  [
    "never imported",
    "instance",
    [
      [{ own: ["A", 0], copy: ["A", 1] }, "ok"],
      [{ own: ["B", 60], copy: ["A", 1] }, "unknown"],
      [{ own: ["B", 60], copy: ["A", 61] }, "attention"],
      [{ own: ["B", 120], copy: ["A", 61] }, "attention"],
      [{ own: ["B", 120], copy: ["B", 121] }, "ok"],
    ],
  ],
  [
    "never imported, and rotated once more",
    "instance",
    [
      [{ own: ["B", 0], copy: ["A", 0] }, "attention"],
      [{ own: ["C", 60], copy: ["A", 0] }, "unknown"],
      [{ own: ["C", 60], copy: ["A", 61] }, "attention"],
    ],
  ],
  [
    "the copy read anew before the endpoint",
    "instance",
    [
      [{ own: ["A", 0], copy: ["A", 1] }, "ok"],
      [{ own: ["A", 0], copy: ["B", 59] }, "unknown"],
      [{ own: ["B", 60], copy: ["B", 59] }, "ok"],
    ],
  ],
  [
    "the copy told by ARM alone, whose list is read each quarter of an hour",
    "arm",
    [
      [{ own: ["A", 0], copy: ["A", 1] }, "ok"],
      [{ own: ["B", 60], copy: ["A", 1] }, "unknown"],
      [{ own: ["B", 840], copy: ["A", 1] }, "unknown"],
      [{ own: ["B", 900], copy: ["A", 901] }, "attention"],
    ],
  ],
  [
    "another copy from the first look on",
    "instance",
    [
      [{ own: ["B", 1], copy: ["A", 0] }, "unknown"],
      [{ own: ["B", 1], copy: ["A", 60] }, "attention"],
    ],
  ],
];

test.each(timelines)("a rotation is told once each side was read after the other changed: %s", (_, copyBy, steps) => {
  let previous: Assessment | null = null;
  const told = steps.map(([reading]): Told => {
    previous = assess(readAt(reading, copyBy), previous, defaultLimits, link.now);
    const finding = previous.findings.find((one) => one.key === "certificate.copy");
    const { match } = previous.certificates.find((one) => one.use === "partner-copy") as CertificateState;
    expect(match).toBe(finding === undefined ? "same" : finding.verdict === "unknown" ? "unread" : "other");
    return (finding?.verdict ?? "ok") as Told;
  });
  expect(told).toEqual(steps.map(([, expected]) => expected));
});

test("what an older Linkspan stored does not know since when: its reading stands for it", () => {
  const before = assess(readAt({ own: ["B", 0], copy: ["A", 1] }, "instance"), null, defaultLimits, link.now);
  const certificates = before.certificates.map(({ thumbprintSince: _, thumbprintAt: __, ...rest }) => rest);
  const after = assess(
    readAt({ own: ["B", 60], copy: ["A", 1] }, "instance"),
    { ...before, certificates: certificates as CertificateState[] },
    defaultLimits,
    link.now,
  );
  expect(after.findings.find((one) => one.key === "certificate.copy")?.verdict).toBe("attention");
});

test("while it waits it says which side was not read, and how old each thumbprint is", () => {
  const waiting = (reading: Reading) => judge(readAt(reading, "instance")).findings[0];
  const copyIsOld = waiting({ own: ["B", 60], copy: ["A", 1] });
  expect([copyIsOld?.reason, copyIsOld?.consequence]).toEqual([
    "Whether mi-erp-weu holds the certificate that SQLHAM01's endpoint uses is not known yet.",
    "The certificates of mi-erp-weu were not read since the one on SQLHAM01 changed; if they differ then, too, the next connection will be refused.",
  ]);
  expect(copyIsOld?.evidence.map(({ value, at }) => [value, at])).toEqual([
    ["B", link.ago(-60)],
    ["A", link.ago(-1)],
  ]);
  expect(waiting({ own: ["A", 0], copy: ["B", 59] })?.consequence).toContain(
    "The certificates of SQLHAM01 were not read since the one on mi-erp-weu changed;",
  );
});

test("a copy whose thumbprint nobody tells is not compared", () => {
  const a = judge(view({ thumbprint: "NEW" }, day("2027-11-28")));
  expect(a.certificates.find((one) => one.use === "partner-copy")?.match).toBeNull();
  expect(a.verdict).toBe("ok");
});

const host = "mi-erp-weu.4c1e.database.windows.net";
const copyOfInstance = link.certificate({ use: "trust", name: host, subject: host, thumbprint: "MI0LD" });
const microsoft = link.certificate({
  use: "root",
  name: "MicrosoftPKI",
  subject: "Microsoft RSA Root Certificate Authority 2017",
  thumbprint: "R1",
});
const digicert = link.certificate({
  use: "root",
  name: "DigiCertPKI",
  subject: "DigiCert Global Root G2",
  thumbprint: "R2",
});

/** The SQL Server holds these besides its own; the managed instance uses the certificate `thumbprint`. */
function rotatedByAzure(thumbprint: string, held: CertificateFacts[]): LinkView {
  const own = link.certificate({ name: "DATABASE_MIRRORING", subject: host, thumbprint });
  return link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts(),
      link.sqlInstance({ certificates: [link.certificate(), ...held] }),
    ),
    arm: link.armVoice(link.armSource, link.armFacts(), link.armInstance([own])),
  });
}

test.each([
  ["the same copy, both roots", "MI0LD", [copyOfInstance, microsoft, digicert], "same", "ok", null],
  ["an older copy, both roots", "MINEW", [copyOfInstance, microsoft, digicert], "other", "ok", null],
  ["an older copy, one root", "MINEW", [copyOfInstance, digicert], "other", "ok", null],
  [
    "an older copy, no root",
    "MINEW",
    [copyOfInstance],
    "other",
    "attention",
    "SQLHAM01 holds an older copy of mi-erp-weu's certificate, and no root authority to trust the present one by.",
  ],
  [
    "the same copy, no root",
    "MI0LD",
    [copyOfInstance],
    "same",
    "attention",
    "SQLHAM01 trusts mi-erp-weu's certificate by its copy alone; the root authorities are missing.",
  ],
] as const)("what Azure renews by itself, with %s", (_, thumbprint, held, match, verdict, reason) => {
  const a = judge(rotatedByAzure(thumbprint, [...held]));
  expect(a.certificates.find((one) => one.use === "instance-copy")).toMatchObject({ usedBy: "SQLHAM01", match });
  expect([a.verdict, a.findings[0]?.reason ?? null]).toEqual([verdict, reason]);
});

test("one missing authority is noted, since the other may vouch alone", () => {
  const a = judge(rotatedByAzure("MINEW", [copyOfInstance, digicert]));
  expect(a.certificates.find((one) => one.use === "instance-copy")?.note).toBe(
    "SQLHAM01 holds no valid root certificate of Microsoft.",
  );
});

test("certificates of databases and a company's own root never count", () => {
  const soon = { expiresAt: day("2026-11-20") };
  const a = judge(
    rotatedByAzure("MI0LD", [
      copyOfInstance,
      microsoft,
      digicert,
      link.certificate({ ...soon, use: "other", name: "TDE_Certificate", thumbprint: "TDE" }),
      link.certificate({ ...soon, use: "trust", name: "SQLBER02_endpoint", subject: "CN=SQLBER02", thumbprint: "B2" }),
      link.certificate({ ...soon, use: "root", name: "Contoso Root CA", subject: "Contoso Root CA", thumbprint: "C1" }),
    ]),
  );
  expect(a.certificates.map((one) => one.name)).toEqual([
    "Cert_SQLHAM01",
    "Cert_SQLHAM01",
    "DATABASE_MIRRORING",
    host,
    "MicrosoftPKI",
    "DigiCertPKI",
  ]);
  expect(a.verdict).toBe("ok");
});

test("a root that ends soon is a cause of its own", () => {
  const a = judge(rotatedByAzure("MI0LD", [copyOfInstance, microsoft, { ...digicert, expiresAt: day("2026-11-24") }]));
  expect(a.headline).toBe("Root certificate DigiCertPKI on SQLHAM01 expires in 5 days, on 24 Nov.");
  expect(a.findings[0]?.step).toBe("Import the authority's present root certificate on SQLHAM01");
});

test("certificates of other nodes are not taken for seen", () => {
  const group = {
    groupId: "5d0f5d52-0000-4000-8000-000000000001",
    name: "AG_ERP_Hamburg",
    databaseNames: ["ERP_Hamburg"],
    clusterTypeDesc: "wsfc",
    distributedGroupId: null,
    replicas: ["SQLHAM01", "SQLHAM02"].map((replicaServerName) => ({
      replicaServerName,
      endpointUrl: null,
      availabilityModeDesc: "SYNCHRONOUS_COMMIT",
    })),
  };
  const instance = link.sqlInstance({ innerGroups: link.reported([group]) });
  const a = judge(link.linkView({ partner: link.voice(link.partnerSource, link.partnerFacts(), instance) }));
  expect(a.certificates.find((one) => one.use === "endpoint")?.note).toBe(
    "Its availability groups also run on SQLHAM02, whose certificates cannot be seen from SQLHAM01.",
  );
});
