import { expect, test } from "vitest";
import type { LinkRow } from "../../../lib/domain/snapshot.ts";
import { linkJson } from "./link-json.ts";

const now = Date.parse("2026-11-19T08:00:00.000Z");
const forecast = { p10Seconds: 7200, p50Seconds: 14_400, p90Seconds: 28_800, madeAt: "2026-11-19T08:00:00.000Z" };

function seedingLink(change: object): LinkRow {
  return {
    linkId: "orders-1f2e3d",
    name: "orders",
    partner: { side: "partner" },
    instance: { side: "instance" },
    seedingStanding: { state: "running", reason: "50 % is copied.", since: "2026-11-18T08:00:00.000Z" },
    seeding: { fraction: 0.5, forecast, cancelAt: "2026-11-24T08:00:00.000Z", ...change },
  } as unknown as LinkRow;
}

const cutover = { at: "2026-11-19T12:00:00.000Z", note: "CHG-4711", changedAt: "2026-11-18T08:00:00.000Z" };

test("a seeding tells its state, its times of finish, and its chance against each deadline that is known", () => {
  const json = linkJson(seedingLink({}), { cutover, log: [] }, now);
  expect(json.cutover).toEqual({ at: "2026-11-19T12:00:00.000Z", note: "CHG-4711" });
  expect(json.seedingStanding).toMatchObject({ state: "running", reason: "50 % is copied." });
  expect(json.seeding?.forecast).toEqual({
    ...forecast,
    p10At: "2026-11-19T10:00:00.000Z",
    p50At: "2026-11-19T12:00:00.000Z",
    p90At: "2026-11-19T16:00:00.000Z",
  });
  expect(json.seeding?.logFullAt).toBeNull();
  expect(json.seeding?.chanceInTime).toMatchObject({ cancel: 0.99, logFull: null });
  expect(json.seeding?.chanceInTime.cutover).toBeCloseTo(0.5, 6);
});

test("without a forecast no chance is known", () => {
  const { seeding } = linkJson(seedingLink({ forecast: null }), { cutover, log: [] }, now);
  expect(seeding?.forecast).toBeNull();
  expect(seeding?.chanceInTime).toEqual({ cancel: null, cutover: null, logFull: null });
});

test("of an assessment that an older version stored, state and limit are not known", () => {
  const json = linkJson(
    { ...seedingLink({ cancelAt: undefined }), seedingStanding: undefined } as unknown as LinkRow,
    { cutover: null, log: [] },
    now,
  );
  expect(json).toMatchObject({ cutover: null, seedingStanding: null });
  expect(json.seeding?.chanceInTime).toEqual({ cancel: null, cutover: null, logFull: null });
});
