// A manager asks when it would be done: sizes and bandwidth in, a finish with its band out, and the address holds the plan.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();

test("the document's example: 100 GB take 1.2 hours at 84 GB an hour and 10 hours at 10", async ({ page, context }) => {
  await page.goto(`${stage.url}/planner`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("When would it be done?");
  await page.getByLabel(/One a line/).fill("Orders, 100 GB");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Orders, 100 GB, is over about");
  await expect(page.getByText("1 h 11 min from its start.")).toBeVisible();

  await page.getByLabel("Of the way they all share").fill("10");
  await expect(page.getByText("10 h from its start.")).toBeVisible();
  await expect(page.getByText(/8 in 10: .* to .*\./).first()).toBeVisible();
  await expect(page.getByRole("listitem").filter({ hasText: "Double the bandwidth" })).toContainText("5 h sooner");

  await page.getByLabel("Should be over by").fill("2036-01-01T00:00");
  await expect(page.getByText(/over 95 % likely by/)).toBeVisible();

  for (const part of [/databases=Orders/, /rate=10/, /by=203/]) await expect(page).toHaveURL(part);
  const other = await context.newPage();
  await other.goto(page.url());
  await expect(other.getByText("10 h from its start.")).toBeVisible();
});

test("a line without a size is told with its number, and the others count", async ({ page }) => {
  await page.goto(`${stage.url}/planner`);
  await page.getByLabel(/One a line/).fill("Orders, 100 GB\n<script>alert(1)</script>\nArchive, 1 TB");
  await expect(page.getByRole("alert").filter({ hasText: "Line 2" })).toContainText("has no size");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2 databases");
});

test("the grid of a query window can be pasted, and what a number must be is said beside it", async ({ page }) => {
  await page.goto(`${stage.url}/planner`);
  await page.getByLabel(/One a line/).fill('name\tsize_mb\n"Sales, EMEA"\t1,024\nOrders 2019\t2048');
  await expect(page.getByRole("heading", { level: 1 })).toContainText("2 databases, 3.00 GB");
  const rate = page.getByLabel("Of the way they all share");
  await rate.fill("-5");
  await expect(rate).toHaveAttribute("aria-invalid", "true");
  await expect(rate).toHaveAccessibleDescription(/a number above 0/);
  await expect(page.getByText("No finish yet")).toBeVisible();
  await rate.fill("5");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("are over about");
});

test("a list too long for an address counts, and the page says that its address does not hold it", async ({
  page,
  context,
}) => {
  await context.grantPermissions(["clipboard-read", "clipboard-write"]);
  await page.goto(`${stage.url}/planner`);
  const lines = Array.from({ length: 5000 }, (_, n) => `Database number ${n}, 1 GB`).join("\n");
  // Filled in it would be typed line by line, which takes a browser a minute.
  await page.evaluate((text) => navigator.clipboard.writeText(text), lines);
  await page.getByLabel(/One a line/).press("Control+V");
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1000 databases");
  await expect(page.getByRole("alert").filter({ hasText: "Line 1001" })).toContainText("1000 databases at most");
  await expect(page.getByText("they are too many for an address")).toBeVisible();
  expect(page.url().length).toBeLessThan(500);
});

test("sizes of a watched server can be taken over", async ({ page }) => {
  await page.goto(`${stage.url}/planner`);
  await page.getByRole("button", { name: /Take from SQLLAB01/ }).click();
  await expect(page.getByRole("region", { name: "Order and finish" })).toContainText("Orders");
});
