import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView } from "./assessment.ts";
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
});
