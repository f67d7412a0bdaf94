import { expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { certificate, sqlInstance } from "../domain/link-view.fixture.ts";
import { openEstate } from "../estate.ts";
import { recordJudged } from "../history/judged.fixture.ts";
import { registerSources } from "../history/register-sources.ts";
import { scratchHistory } from "../history/scratch-history.fixture.ts";
import { answer, linkSample, partnerSource, t0 } from "../history/told.fixture.ts";
import type { House } from "../house.ts";
import { noteCertificate } from "./certificate-note.ts";

const history = await scratchHistory();
(globalThis as { linkspanPageHouse?: House }).linkspanPageHouse = {
  history,
  estate: openEstate({
    isDemo: false,
    sqlServers: [],
    managedInstances: [],
    synapseWorkspaces: [],
    limits: defaultLimits,
  }),
  clock: () => t0,
};
await registerSources(history, [partnerSource], t0);
const facts = sqlInstance({ certificates: [certificate()] });
const server = {
  about: "instance",
  sourceId: partnerSource.id,
  observedAt: t0,
  vantage: "partner",
  facts,
} as const;
await recordJudged(history, [answer(t0, [server, linkSample(t0)])], t0);

const note = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return noteCertificate(null, form);
};
const kept = async () => (await history.pool.query("SELECT key, text FROM certificate_note")).rows;

test("a note is kept as one line, and an empty one takes it away", async () => {
  const key = "sqlserver:SQLHAM01";
  expect(await note({ key, text: "  PKI team,\r\n\u0000 by\tticket " })).toEqual({ kind: "noted", said: "Noted" });
  expect(await kept()).toEqual([{ key, text: "PKI team, by ticket" }]);
  expect(await note({ key, text: " " })).toEqual({ kind: "noted", said: "The note is gone" });
  expect(await kept()).toEqual([]);
});

test.each([
  ["of 201 characters", { key: "sqlserver:SQLHAM01", text: "x".repeat(201) }, /at most 200 characters/],
  ["for nobody's certificate", { key: "sqlserver:SQLBER02", text: "me" }, /no such certificate/],
  ["without a key", { text: "me" }, /at most 200/],
  ["without a text", { key: "sqlserver:SQLHAM01" }, /at most 200/],
])("a note %s is refused and nothing is written", async (_, fields, said) => {
  expect(await note(fields as Record<string, string>)).toMatchObject({
    kind: "refused",
    said: expect.stringMatching(said),
  });
  expect(await kept()).toEqual([]);
});
