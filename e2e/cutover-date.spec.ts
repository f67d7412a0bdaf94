// People set the cutover date of a link in their own zone, by keyboard and without any script; a seeding is held against it.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const gigabyte = 2 ** 30;
const stage = raiseStage();
const day = new Date(Date.now() + 7 * 86_400_000).toISOString().slice(0, 10);

test.describe.configure({ mode: "serial" });
test.use({ timezoneId: "Asia/Tokyo" });

test("a date is set by keyboard, told in the reader's zone, and taken away without any script", async ({
  page,
  browser,
}) => {
  await page.goto(await stage.pageOf("orders"));
  await page.getByText("Set a cutover date", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.getByLabel("Date and time in Asia/Tokyo").fill(`${day}T22:00`);
  await page.getByLabel("Note").fill("<b>CHG-4711</b>");
  await page.keyboard.press("Enter");
  await expect(planned(page)).toContainText(", 22:00");
  await expect(planned(page)).toContainText("<b>CHG-4711</b>");
  await expect(page.getByText("Change the cutover date")).toBeFocused();

  const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await bare.goto(page.url());
  await expect(planned(bare)).toContainText(", 13:00");
  await bare.getByText("Change the cutover date").click();
  await bare.getByRole("button", { name: "Remove" }).click();
  await expect(planned(bare)).toHaveCount(0);
  await bare.context().close();
});

test("a time that is over is refused beside its field, which keeps what was typed", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  await page.getByText("Set a cutover date", { exact: true }).click();
  const field = page.getByLabel("Date and time in Asia/Tokyo");
  await field.fill("2020-01-01T10:00");
  await page.getByRole("button", { name: "Save" }).click();
  await expect(page.getByRole("alert").filter({ hasText: "This time is over" })).toBeVisible();
  await expect(field).toHaveAttribute("aria-invalid", "true");
  await expect(field).toHaveValue("2020-01-01T10:00");
});

test("a seeding says whether it makes the date", async ({ page }) => {
  await stage.lab.play("orders", "seeding-in-progress", { bytes: 16 * gigabyte, bytesPerSecond: 0.02 * gigabyte });
  await page.goto(await stage.pageOf("orders"));
  const row = page.getByRole("row", { name: /Cutover date/ });
  await expect(row).toContainText("none set");
  await row.getByText("Set a cutover date", { exact: true }).click();
  await row.getByLabel("Date and time in Asia/Tokyo").fill(`${day}T22:00`);
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText(", 22:00");
  await expect(row).toContainText(/cannot be told without a forecast|likely in time/);
});

function planned(page: Page) {
  return page.getByText(/^Cutover planned/);
}
