import { expect, test } from "vitest";
import type { CertificateEntry } from "../domain/certificate-inventory.ts";
import { certificateDays } from "./certificate-days.ts";

const entry: CertificateEntry = {
  key: "A1B2",
  noteKey: "sqlserver:SQL;HAM01",
  kind: "sqlserver",
  name: "Cert_SQLHAM01",
  servers: [{ name: "SQLHAM01", endpoint: null, resourceGroup: null }],
  thumbprint: "A1B2",
  subject: null,
  issuer: null,
  startsAt: new Date("2025-11-28T00:00:00.000Z"),
  expiresAt: new Date("2026-11-28T00:00:00.000Z"),
  daysLeft: 9,
  milestone: 14,
  verdict: "attention",
  reason: "",
  renewedBy: "you",
  note: null,
  links: [
    { linkId: "a", name: "erp" },
    { linkId: "b", name: "wms" },
  ],
  copies: [],
  voices: [],
  remarks: [],
};

test("a certificate that people renew is a day with reminders, its links and its name", () => {
  expect(certificateDays([entry], "https://linkspan.example/certificates")).toEqual([
    {
      uid: "sqlserver%3ASQL%3BHAM01@linkspan",
      on: new Date("2026-11-28T00:00:00.000Z"),
      changedAt: new Date("2025-11-28T00:00:00.000Z"),
      title: "Endpoint certificate of SQLHAM01 expires",
      description:
        "Cert_SQLHAM01 expires at 2026-11-28T00:00:00.000Z.\nLinks: erp and wms.\nRenewed by: you.\nThumbprint: A1B2.",
      url: "https://linkspan.example/certificates",
      remindDays: [30, 14, 7, 1],
    },
  ]);
});

test("a rotation keeps the event and moves its day; a note changes it", () => {
  const note = {
    key: entry.noteKey,
    text: "PKI team",
    changedAt: new Date("2026-11-20T08:00:00.000Z"),
    changedBy: null,
  };
  const rotated = { ...entry, key: "C3D4", thumbprint: "C3D4", expiresAt: new Date("2028-11-28T00:00:00.000Z"), note };
  const [before, after] = [certificateDays([entry], "")[0], certificateDays([rotated], "")[0]];
  expect(after?.uid).toBe(before?.uid);
  expect(after).toMatchObject({ on: rotated.expiresAt, changedAt: note.changedAt });
  expect(after?.description).toContain("Renewed by: PKI team.");
});

test("what Azure renews, and what nobody dates, is no day", () => {
  expect(
    certificateDays(
      [
        { ...entry, renewedBy: "azure" },
        { ...entry, expiresAt: null },
      ],
      "",
    ),
  ).toEqual([]);
});
