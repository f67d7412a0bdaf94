import { expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { certificate, sqlInstance } from "../domain/link-view.fixture.ts";
import type { InstanceSample } from "../domain/sample.ts";
import { writeCertificateNote } from "./certificate-note.ts";
import { latestCertificates } from "./certificates.ts";
import { recordJudged } from "./judged.fixture.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { answer, armSource, instanceSource, linkSample, partnerSource, t0 } from "./told.fixture.ts";

const history = await scratchHistory();
await registerSources(history, [partnerSource, instanceSource, armSource], t0);

const server: InstanceSample = {
  about: "instance",
  sourceId: partnerSource.id,
  observedAt: t0,
  vantage: "partner",
  facts: sqlInstance({
    certificates: [
      certificate({ expiresAt: new Date("2026-11-30T10:00:00.000Z") }),
      certificate({ use: "other", name: "TDE", thumbprint: "TDE" }),
    ],
  }),
};
const links = Array.from({ length: 1000 }, (_, i) =>
  linkSample(t0, {
    key: {
      distributedAvailabilityGroupId: `1f2e3d4c-0000-0000-0000-${String(i).padStart(12, "0")}`,
      name: `link ${i}`,
    },
  }),
);
await recordJudged(history, [answer(t0, [server, ...links])], t0);

test("one certificate of a thousand links is one entry, with the endpoint that a rotation has to name", async () => {
  const entries = await latestCertificates(history, defaultLimits, t0);
  expect(entries).toHaveLength(1);
  expect(entries[0]).toMatchObject({
    name: "Cert_SQLHAM01",
    kind: "sqlserver",
    daysLeft: 9,
    verdict: "attention",
    reason: "Expires in 9 days, on 30 Nov. 1000 links stop then.",
    servers: [
      { name: "SQLHAM01", endpoint: { name: "database_mirroring_endpoint", connectionAuthDesc: "CERTIFICATE" } },
    ],
    voices: [{ server: "SQLHAM01", vantage: "partner", at: t0 }],
    note: null,
  });
  expect(entries[0]?.links).toHaveLength(1000);
});

test("a note is kept, replaced, and taken away by an empty text", async () => {
  const note = { key: "sqlserver:SQLHAM01", text: "PKI team, 'quarterly'", changedAt: t0, changedBy: null };
  const read = async () => (await latestCertificates(history, defaultLimits, t0))[0]?.note;
  await writeCertificateNote(history, note);
  expect(await read()).toEqual(note);
  await writeCertificateNote(history, { ...note, text: "DBA on duty" });
  expect(await read()).toMatchObject({ text: "DBA on duty" });
  await writeCertificateNote(history, { ...note, text: "" });
  expect(await read()).toBeNull();
});

test("what an older version stored is read without what it could not tell", async () => {
  await history.pool.query(
    `UPDATE assessment SET depth = json_build_object('certificates', json_build_array(json_build_object(
       'name', 'Cert_OLD', 'use', 'endpoint', 'usedBy', 'SQLHAM01', 'thumbprint', 'OLD',
       'expiresAt', '2027-01-01T00:00:00.000Z', 'daysLeft', 40, 'renewedBy', 'you', 'verdict', 'ok',
       'vantage', 'partner', 'at', '2026-11-21T09:00:00.000Z')))`,
  );
  expect(await latestCertificates(history, defaultLimits, t0)).toMatchObject([
    { name: "Cert_OLD", servers: [{ name: "SQLHAM01" }], subject: null, milestone: 60, copies: [] },
  ]);
});
