// Whoever plans by a forecast asks how good the last ones were: a seeding that is over is scored, on the page, in /metrics and in the API.
import { once } from "node:events";
import { expect, test } from "@playwright/test";
import type { ForecastSnapshot } from "../lib/domain/running-seedings.ts";
import { leashed } from "../lib/launch/leashed.ts";
import { raiseStage } from "./product.ts";

// Forecasts are judged a minute before the end at the latest and kept five minutes apart: the story is told as past.
const stage = raiseStage({ poller: "off" });

test.describe.configure({ mode: "serial" });

test("before any seeding is over the page says so, and /metrics has no sample", async ({ page }) => {
  await page.goto(`${stage.url}/planner`);
  await expect(page.getByRole("region", { name: "How good the forecasts were" })).toContainText(
    "No seeding is over yet",
  );
  expect(await metric("linkspan_forecast_runs", "all")).toBeNull();
});

test("a seeding that came to its end is scored for its link, its SQL Server and overall", async ({ page }) => {
  const child = leashed(["--import", "tsx", "e2e/past-seeding.ts"], stage.environment);
  expect(await once(child, "exit")).toEqual([0, null]);
  await page.goto(`${stage.url}/planner`);
  const scorecard = page.getByRole("region", { name: "How good the forecasts were" });
  for (const name of ["All seedings", "SQLLAB01", "orders"]) {
    const row = scorecard.getByRole("row", { name: new RegExp(`^${name}`) });
    // Over about an hour, one each five minutes: the first once it was seen for a minute.
    await expect(row, name).toContainText(/1[0-2] of 1 run/);
    await expect(row.getByRole("cell").nth(1), `${name}: median error`).toHaveText(/^\d+\s%$/);
    await expect(row.getByRole("cell").nth(3), `${name}: coverage`).toContainText(/^\d+\s%/);
  }
  await expect(scorecard.getByRole("link", { name: "orders" })).toHaveAttribute("href", /\/links\/orders-/);
});

test("/metrics and the API tell the same as the page", async () => {
  const { scorecard, seedings, all } = await stage.json<ForecastSnapshot>("/api/v1/forecast");
  const { overall, sources, links } = scorecard;
  expect(seedings).toEqual([]);
  expect(all).toEqual({ p10At: null, p50At: null, p90At: null, counted: 0, notCounted: 0 });
  expect(sources.map(({ source }) => source)).toEqual(["SQLLAB01"]);
  expect(links.map(({ name, source }) => [name, source])).toEqual([["orders", "SQLLAB01"]]);
  expect(overall?.medianError, "a steady rate is foretold well").toBeLessThan(0.2);
  for (const source of ["all", "SQLLAB01"]) {
    expect(await metric("linkspan_forecast_runs", source)).toBe(1);
    expect(await metric("linkspan_forecast_error_median_ratio", source)).toBeCloseTo(overall?.medianError ?? 1, 6);
    expect(await metric("linkspan_forecast_coverage_ratio", source)).toBeCloseTo(overall?.coverage ?? 1, 6);
  }
});

/** Null: no sample of it. */
async function metric(name: string, source: string): Promise<number | null> {
  const text = await (await fetch(`${stage.url}/metrics`)).text();
  const line = text.split("\n").find((one) => one.startsWith(`${name}{source="${source}"}`));
  return line === undefined ? null : Number(line.split(" ").at(-1));
}
