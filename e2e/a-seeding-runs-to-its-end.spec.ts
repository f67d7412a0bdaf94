// A seeding is followed from its turn over its bytes to replication: its state apart from its numbers, remaining time or why there is none, and what is left of it when it is done.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const gigabyte = 2 ** 30;
const stage = raiseStage();

test("a seeding waits, shows progress, then a remaining time with its bands, then replicates and is told as done", async ({
  page,
}) => {
  test.setTimeout(300_000);
  await stage.lab.play("orders", "waiting-to-seed");
  await page.goto(await stage.pageOf("orders"));
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText("Waiting");
  await expect(forecast).toContainText("Nothing is copied yet.");
  await expect(forecast).toContainText("No forecast");
  await expect(forecast.getByRole("row", { name: /^Cutover date/ })).toContainText("none set");
  await expect(forecast.getByRole("row", { name: /^(Copied|Rate|Attempt)/ }), "nothing is claimed").toHaveCount(0);

  // Long enough for a forecast a minute from its end, which is the least that is judged.
  await stage.lab.play("orders", "seeding-in-progress", { bytes: 16 * gigabyte, bytesPerSecond: 0.105 * gigabyte });
  const sides = page.getByRole("region", { name: "Both sides" });
  await expect(sides).toContainText("Seeding");
  await expect(sides).toContainText("RESTORING");
  await expect(forecast).toContainText("Running");
  await expect(forecast).toContainText(/\d+\s% is copied\. since/);
  await expect(forecast).toContainText("No forecast");
  await expect(forecast).toContainText(/too few samples so far|seen for less than a minute so far/);
  await expect(forecast.getByRole("row", { name: /^Copied/ })).toContainText("of 16.0 GB");

  const first = await copiedPercent(page);
  await expect.poll(() => copiedPercent(page), { message: "progress grows" }).toBeGreaterThan(first + 2);
  expect(await copiedPercent(page)).toBeLessThan(100);

  await expect(forecast, "a forecast once it was seen for a minute").toContainText(/8 in 10: .+ to /, {
    timeout: 75_000,
  });
  await expect(forecast).toContainText(/5 in 10: .+ to /);
  await expect(forecast).toContainText(/\d+\s(s|min) left/);
  await expect(forecast.getByRole("row", { name: /^Rate/ })).toContainText(/\d MB\/s/);
  await expect(forecast.getByRole("row", { name: /Automatic cancel/ })).toContainText("over 99 % likely in time");
  await expect(forecast.getByRole("application", { name: /^Transferred bytes, measured/ })).toHaveAccessibleName(
    /8 in 10: .+ to .+, 5 in 10: .+ to /,
  );

  await expect(sides).toContainText("Replicating", { timeout: 120_000 });
  // ARM says Seeding for a while after it is over, and that is told.
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("OK", { timeout: 30_000 });
  await expect(forecast).toBeHidden();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("phase: waiting to seed to seeding");
  await expect(timeline).toContainText(/phase: (seeding|catching up) to replicating/);

  const last = page.getByRole("region", { name: "Last seeding" });
  await expect(last).toContainText(/done \d\d:\d\d/);
  await expect(last).toContainText(/1[56]\.\d GB of a database of 16\.0 GB/);
  await expect(last).toContainText(/Half of its 1 forecast was off by less than \d+ %/);
  await last.getByRole("link", { name: "All forecasts" }).click();
  await expect(page.getByRole("region", { name: "How good the forecasts were" })).toContainText("orders");
});

test("one that goes on past its size is overrun, and no longer done before it is", async ({ page }) => {
  await stage.lab.play("orders", "seeding-overrun", {
    bytes: 2 * gigabyte,
    bytesPerSecond: 0.1 * gigabyte,
    growth: 10,
  });
  await page.goto(await stage.pageOf("orders"));
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText("Overrun", { timeout: 60_000 });
  await expect(forecast).toContainText(/\d\.\d+\sGB went over where 2\.00\sGB were expected, and it goes on\./);
  await expect(page.getByRole("region", { name: "Last seeding" }), "the one before is not told of now").toHaveCount(0);
});

test("one that nobody tells of is not known, and no number of it is", async ({ page }) => {
  await stage.lab.play("orders", "seeding-in-progress", { bytes: 64 * gigabyte, bytesPerSecond: 0.05 * gigabyte });
  await page.goto(await stage.pageOf("orders"));
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText(/Running|Restarting/);
  await stage.lab.fault("SQLLAB01", { refuse: true });
  await stage.lab.fault("mi-lab", { refuse: true });
  await expect(forecast).toContainText("Not known", { timeout: 45_000 });
  await expect(forecast).toContainText("No forecast");
  await stage.lab.heal();
  await expect(forecast).toContainText(/Running|Restarting/, { timeout: 45_000 });
});

async function copiedPercent(page: Page): Promise<number> {
  const row = await page.getByRole("row", { name: /^Copied/ }).innerText();
  return Number(/([\d.]+)\s*%/.exec(row)?.[1]);
}
