// No poller lives: an open page drives the polling and says so; ten of them ask once.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ poller: "off", pollSeconds: 2 });

test("an open page asks by itself, says so, and two of them do not ask twice", async ({ page, context }) => {
  await page.goto(stage.url);
  await expect(page.getByRole("heading", { name: "Nobody polls" })).toBeVisible();
  await expect(page.getByText("This open page asks the sources instead, for as long as it is open.")).toBeVisible();
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The one link is as it should be");
  const other = await context.newPage();
  await other.goto(stage.url);
  await stage.lab.play("orders", "link-disconnected");
  for (const tab of [page, other])
    await expect(tab.getByRole("heading", { level: 1 })).toHaveText("1 link needs someone now");

  const [closest] = await stage.query<{ seconds: number }>(
    `SELECT min(gap)::float8 AS seconds FROM (
       SELECT extract(epoch FROM at - lag(at) OVER (PARTITION BY source_no ORDER BY at)) AS gap FROM poll) AS gaps`,
  );
  expect(closest?.seconds, "shortest time between two polls of one source").toBeGreaterThan(1);
});

test("the health page says that no worker is alive, and readiness tells it", async ({ page }) => {
  await page.goto(`${stage.url}/health`);
  await expect(page.getByText("No worker of Linkspan is alive")).toBeVisible();
  expect(await stage.json("/api/health/ready")).toMatchObject({ ready: true, workers: 0 });
});
