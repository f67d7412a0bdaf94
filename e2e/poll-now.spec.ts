// Poll now asks at once, says in words what came of it, and two open pages make one poll.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ pollSeconds: 600 });

test.describe.configure({ mode: "serial" });

test("without it nothing new is known; with it the page shows what is so", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  const sides = page.getByRole("region", { name: "Both sides" });
  await expect(sides).toContainText("Replicating");
  const asked = await polls();
  await stage.lab.play("orders", "link-disconnected");
  // Longer than the page's own refresh of five seconds: it shows what was written, and nothing was.
  await page.waitForTimeout(6500);
  await expect(sides).toContainText("Replicating");
  expect(await polls()).toBe(asked);

  await page.getByRole("button", { name: "Poll now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Asked" })).toHaveText("Asked 3 sources: all answered");
  await page.getByRole("button", { name: "Poll now" }).click();
  await expect(page.getByText("All answers are under 2 s old; nobody was asked again")).toBeVisible();
  await expect(sides).toContainText("Disconnected");
  expect(await polls()).toBe(asked + 3);
});

test("two tabs that ask at the same time make one poll", async ({ page, context }) => {
  const other = await context.newPage();
  await Promise.all([page.goto(stage.url), other.goto(stage.url)]);
  await stage.lab.play("orders", "replicating");
  await page.waitForTimeout(2500);
  const asked = await polls();
  await Promise.all([page, other].map((tab) => tab.getByRole("button", { name: "Poll now" }).click()));
  for (const tab of [page, other]) {
    await expect(tab.getByRole("status").filter({ hasText: /^A/ })).toHaveText(/^(Asked 3 sources: all|All answers)/);
    await expect(tab.getByRole("row", { name: /orders/ })).toContainText("Replicating");
  }
  expect(await polls()).toBe(asked + 3);
});

test("it names who did not answer", async ({ page }) => {
  await stage.lab.fault("SQLLAB01", { refuse: true });
  await page.goto(`${stage.url}/health`);
  await page.waitForTimeout(2000);
  await page.getByRole("button", { name: "Poll now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Asked" })).toHaveText(
    "Asked 3 sources: 2 answered, not SQLLAB01",
  );
});

async function polls(): Promise<number> {
  const [row] = await stage.query<{ count: number }>("SELECT count(*)::int AS count FROM poll");
  return row?.count ?? 0;
}
