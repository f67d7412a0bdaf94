// Seedings with a cause: the forecast reckons with the others on the wire, says why it moved, and claims nothing where nothing can be known.
import { expect, type Page, test } from "@playwright/test";
import type { SeedingState } from "../lib/domain/assessment.ts";
import type { LinkSnapshot } from "../lib/domain/snapshot.ts";
import { raiseStage } from "./product.ts";

/** Of the lab's scenario `seeding`; each pair is one wire. */
const watched = [
  ["SQLHAM01", "mi-erp-weu"],
  ["SQLSTR01", "mi-fin-weu"],
  ["SQLROT01", "mi-wms-neu"],
  ["SQLLEJ01", "mi-mes-neu"],
  ["SQLBRE01", "mi-logistics-weu"],
].flat();

test.describe.configure({ mode: "serial" });
const stage = raiseStage({
  scenario: "seeding",
  estate: onlyWatched,
  // What the scenario tells of the last two hours is in the history before the first page is opened.
  past: { hours: 2.4, leastSeconds: 150 },
  pollSeconds: 5,
});

/** The page's own reading of a link, once its seeding stands so: a busy machine may have left its servers unasked for a while. */
async function read(name: string, state: SeedingState): Promise<LinkSnapshot> {
  const { linkId } = await stage.link(name);
  let snapshot: LinkSnapshot | undefined;
  await expect(async () => {
    snapshot = await stage.json<LinkSnapshot>(`/api/links/${encodeURIComponent(linkId)}`);
    expect(snapshot.assessment.seedingStanding?.state).toBe(state);
  }, `${name} is ${state}`).toPass({ timeout: 30_000, intervals: [200] });
  return snapshot as LinkSnapshot;
}

async function open(page: Page, name: string, state: SeedingState): Promise<LinkSnapshot> {
  await page.goto(await stage.pageOf(name));
  return read(name, state);
}

test("three that share the wire of one SQL Server have finishes that reckon with each other", async ({ page }) => {
  const core = await open(page, "hamburg-core", "running");
  expect(core.seedingBeside.map(({ name }) => name)).toEqual(["hamburg-archive", "hamburg-docs"]);
  for (const { name } of core.seedingBeside) await expect(page.locator("main")).toContainText(name);
  const snapshots = [await read("hamburg-docs", "running"), await read("hamburg-archive", "running"), core];
  const seen = snapshots.map(({ assessment: { seeding } }) => ({
    left: (seeding?.databaseBytes ?? 0) - (seeding?.transferredBytes ?? 0),
    rate: seeding?.rateBytesPerSecond ?? 0,
    p50Seconds: seeding?.forecast?.p50Seconds ?? Number.NaN,
  }));
  const seconds = seen.map(({ p50Seconds }) => p50Seconds);
  expect(seconds, "the less is left, the sooner").toEqual([...seconds].sort((a, b) => a - b));
  const last = seen.at(-1) as (typeof seen)[number];
  expect(last.p50Seconds, "sooner than at a third of the wire").toBeLessThan(0.85 * (last.left / last.rate));
  const whole = seen.reduce((sum, { rate }) => sum + rate, 0);
  expect(last.p50Seconds, "no sooner than with all of it").toBeGreaterThan(last.left / whole);
});

test("one that fails leaves its share, and the other's finish comes nearer and says why", async ({ page }) => {
  const { forecastMoves, seedingBeside } = await open(page, "compression-off", "running");
  expect(seedingBeside).toEqual([]);
  const because =
    /^log-backup-kills, from the same SQL Server to the same managed instance, failed and left its share; the rate rose by \d+ %$/;
  const move = forecastMoves.find((one) => because.test(one.because));
  expect(move, forecastMoves.map((one) => one.because).join(" · ")).toBeDefined();
  expect(move?.movedSeconds).toBeLessThan(-3600);
  const minutesAgo = (Date.now() - Date.parse(move?.changedAt ?? "")) / 60_000;
  expect(minutesAgo).toBeGreaterThan(45);
  expect(minutesAgo).toBeLessThan(60);
  const moves = page.getByRole("region", { name: "How the forecast moved" });
  await expect(moves).toContainText(/sooner, to .+: at .+ log-backup-kills, .+ failed and left its share/);
});

test("a restart says that the copy began anew, and forecasts the new one", async ({ page }) => {
  const { assessment, forecastMoves } = await open(page, "restart-at-80", "restarting");
  expect(assessment.seeding).toMatchObject({ restarts: 1, forecast: expect.anything() });
  const lost = (assessment.seeding?.lostBytes ?? 0) / (assessment.seeding?.databaseBytes ?? 1);
  expect(lost).toBeGreaterThan(0.7);
  expect(lost).toBeLessThan(0.9);
  const move = forecastMoves.find((one) => one.because === "the copy began anew");
  expect(move?.movedSeconds).toBeGreaterThan(3600);
  await expect(page.getByRole("region", { name: "How the forecast moved" })).toContainText(/at .+ the copy began anew/);
});

test("a stall takes the number away and says why", async ({ page }) => {
  const { assessment } = await open(page, "stall-recovers", "stalled");
  expect(assessment.seeding).toMatchObject({ forecast: null, rateBytesPerSecond: 0 });
  expect(assessment.seeding?.forecastMissing).toBeTruthy();
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText("No forecast");
  await expect(forecast).toContainText(assessment.seeding?.forecastMissing as string);
});

test("more bytes than the database was told to have are an overrun, without a number", async ({ page }) => {
  const { assessment } = await open(page, "overrun", "overrun");
  expect(assessment.seedingStanding?.reason).toMatch(/ went over where 400 GB were expected, and it goes on\.$/);
  const { transferredBytes, databaseBytes, forecast } = assessment.seeding ?? {};
  expect(transferredBytes).toBeGreaterThan(databaseBytes ?? Number.NaN);
  expect(forecast).toBeNull();
  await expect(page.getByRole("region", { name: "Seeding forecast" })).toContainText("where 400 GB were expected");
});

test("a log backup that kills it ends the forecast", async ({ page }) => {
  const before = await open(page, "compression-off", "running");
  expect(before.assessment.seeding?.forecast).not.toBeNull();
  await expect(page.getByRole("region", { name: "Seeding forecast" })).toContainText(/8 in 10: .+ to /);
  await stage.lab.play("compression-off", "seeding-failed");
  const { assessment, link, forecastMoves } = await read("compression-off", "failed");
  expect(assessment).toMatchObject({ phase: "seeding-failed", seeding: null });
  expect(forecastMoves).toEqual([]);
  expect(link.findings[0]).toMatchObject({
    key: "seeding",
    verdict: "problem",
    reason: expect.stringContaining("1408"),
  });
  await expect(page.locator("main")).toContainText("error 1408");
  await expect(page.locator("main")).not.toContainText(/8 in 10: .+ to /);
});

function onlyWatched(written: string): string {
  const entries = written.split(/\n(?=\S| {2}- )/);
  return entries
    .filter((entry) => !entry.startsWith("  - ") || watched.some((name) => entry.includes(`"${name}"`)))
    .join("\n");
}
