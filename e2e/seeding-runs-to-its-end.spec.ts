// A seeding is followed from its first bytes to replication: progress, remaining time or why there is none, and the timeline.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const gigabyte = 2 ** 30;
const stage = raiseStage();

test("a seeding shows progress, then a remaining time with its band, then replicates", async ({ page }) => {
  test.setTimeout(180_000);
  await stage.lab.play("orders", "seeding-in-progress", { bytes: 16 * gigabyte, bytesPerSecond: 0.2 * gigabyte });
  await page.goto(await stage.pageOf("orders"));

  const sides = page.getByRole("region", { name: "Both sides" });
  await expect(sides).toContainText("Seeding");
  await expect(sides).toContainText("RESTORING");
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText("No forecast");
  await expect(forecast).toContainText("seen for less than a minute so far");
  await expect(forecast.getByRole("row", { name: /^Copied/ })).toContainText("of 16.0 GB");

  const first = await copiedPercent(page);
  await expect.poll(() => copiedPercent(page), { message: "progress grows" }).toBeGreaterThan(first + 2);
  expect(await copiedPercent(page)).toBeLessThan(100);

  await expect(forecast, "a forecast once it was seen for a minute").toContainText(/8 in 10: .+ to /, {
    timeout: 75_000,
  });
  await expect(forecast).toContainText(/\d+\s(s|min) left/);
  await expect(forecast.getByRole("row", { name: /^Rate/ })).toContainText(/\d MB\/s/);

  await expect(sides).toContainText("Replicating", { timeout: 60_000 });
  // ARM says Seeding for a while after it is over, and that is told.
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("OK", { timeout: 30_000 });
  await expect(page.getByRole("region", { name: "Seeding forecast" })).toBeHidden();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("phase: replicating to seeding");
  await expect(timeline).toContainText(/phase: (seeding|catching up) to replicating/);
});

async function copiedPercent(page: Page): Promise<number> {
  const row = await page.getByRole("row", { name: /^Copied/ }).innerText();
  return Number(/([\d.]+)\s*%/.exec(row)?.[1]);
}
