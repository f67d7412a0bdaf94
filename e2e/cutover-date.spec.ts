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

test("one that waits for its turn can be given a date, and says that nothing can be told yet", async ({ page }) => {
  await stage.lab.play("orders", "waiting-to-seed");
  await page.goto(await stage.pageOf("orders"));
  const forecast = page.getByRole("region", { name: "Seeding forecast" });
  await expect(forecast).toContainText("Waiting");
  const row = forecast.getByRole("row", { name: /Cutover date/ });
  await row.getByText("Set a cutover date", { exact: true }).click();
  await row.getByLabel("Date and time in Asia/Tokyo").fill(`${day}T21:00`);
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText(", 21:00");
  await expect(row).toContainText("cannot be told without a forecast");
  await row.getByText("Change the cutover date").click();
  await row.getByRole("button", { name: "Remove" }).click();
  await expect(row).toContainText("none set");
});

test("a seeding says with which chance it makes the date", async ({ page }) => {
  test.setTimeout(150_000);
  await stage.lab.play("orders", "seeding-in-progress", { bytes: 16 * gigabyte, bytesPerSecond: 0.02 * gigabyte });
  await page.goto(await stage.pageOf("orders"));
  const row = page.getByRole("row", { name: /Cutover date/ });
  await expect(row).toContainText("none set");
  await row.getByText("Set a cutover date", { exact: true }).click();
  await row.getByLabel("Date and time in Asia/Tokyo").fill(`${day}T22:00`);
  await row.getByRole("button", { name: "Save" }).click();
  await expect(row).toContainText(", 22:00");
  await expect(row).toContainText(/over 99 % likely in time/, { timeout: 90_000 });
  await expect(row).toContainText(/to spare, .+ at the far end/);

  // A date within the days that Azure gives it is marked among them.
  const soon = new Date(Date.now() + 3 * 86_400_000).toISOString().slice(0, 10);
  await row.getByText("Change the cutover date").click();
  await row.getByLabel("Date and time in Asia/Tokyo").fill(`${soon}T22:00`);
  await row.getByRole("button", { name: "Save" }).click();
  await expect(
    page.getByRole("figure", { name: /^Of the time since .+, cutover \w+ 22:00, cancelled in/ }),
  ).toBeVisible();
  const { linkId } = await stage.link("orders");
  const { cutover, seeding } = await stage.json<Record<string, Record<string, unknown>>>(`/api/v1/links/${linkId}`);
  expect(cutover).toEqual({ at: `${soon}T13:00:00.000Z`, note: "" });
  expect(seeding?.chanceInTime).toMatchObject({ cancel: 0.99, cutover: 0.99 });
});

function planned(page: Page) {
  return page.getByText(/^Cutover planned/);
}
