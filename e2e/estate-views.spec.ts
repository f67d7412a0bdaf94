// What of the estate is shown lives in the address: filters, groups, order and search can be sent to somebody; all of it by keyboard, too.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ scenario: "crowd:4x5" });

test.beforeAll(async () => {
  await stage.lab.play("x003-002", "link-disconnected");
  await expect.poll(async () => (await stage.link("x003-002")).verdict).toBe("problem");
});

test("a search narrows the table, stands in the address, and the address shows the same to somebody else", async ({
  page,
  browser,
}) => {
  await page.goto(stage.url);
  await expect(page.getByText("20 links from 4 SQL Servers to 1 managed instance")).toBeVisible();
  await page.getByRole("searchbox", { name: "Search links" }).fill("SQLX003 db003_00");
  await expect(page.getByText("5 of 20")).toBeVisible();
  await choice(page, "Sort").selectOption("name");
  await choice(page, "Group").selectOption("none");
  await expect(page).toHaveURL(/q=SQLX003.db003_00/);
  await expect(page).toHaveURL(/sort=name/);
  const named = ["x003-001", "x003-002", "x003-003", "x003-004", "x003-005"];
  await expect.poll(() => linksOf(page)).toEqual(named);

  const stranger = await (await browser.newContext()).newPage();
  await stranger.goto(page.url());
  await expect.poll(() => linksOf(stranger)).toEqual(named);
  await expect(stranger.getByText("5 of 20")).toBeVisible();
  await stranger.context().close();
});

test("counts, phases and instances filter; a filter that leaves nothing says which, with the way back", async ({
  page,
}) => {
  await page.goto(stage.url);
  await page
    .getByRole("navigation", { name: "Filter by verdict" })
    .getByRole("link", { name: /Problem/ })
    .click();
  await expect(page).toHaveURL(/verdict=problem/);
  await expect.poll(() => linksOf(page)).toEqual(["x003-002"]);
  await choice(page, "Phase").selectOption("seeding");
  await expect(page.getByText("No link has the verdict Problem and is in phase Seeding.")).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/verdict|phase/);
  await choice(page, "Phase").selectOption("seeding");
  await expect.poll(() => linksOf(page)).toEqual(["x002-005", "x004-005"]);
});

test("groups fold, and the address keeps them folded", async ({ page }) => {
  await page.goto(stage.url);
  await expect.poll(async () => (await linksOf(page)).length).toBe(20);
  expect((await linksOf(page))[0], "worst first").toBe("x003-002");
  await page.getByRole("button", { name: "Fold SQLX001" }).click();
  await expect.poll(async () => (await linksOf(page)).length).toBe(15);
  await page.reload();
  await expect(page.getByRole("button", { name: "Unfold SQLX001" })).toHaveAttribute("aria-expanded", "false");
  await expect.poll(async () => (await linksOf(page)).length).toBe(15);
});

test("the keyboard alone searches, walks the rows and opens a link", async ({ page }) => {
  await page.goto(`${stage.url}/?group=none&sort=name`);
  await expect.poll(async () => (await linksOf(page)).length).toBe(20);
  const search = page.getByRole("searchbox", { name: "Search links" });
  await page.keyboard.press("/");
  await expect(search).toBeFocused();
  await page.keyboard.type("db001");
  await expect.poll(async () => (await linksOf(page)).length).toBe(5);
  await page.keyboard.press("Escape");
  await expect(search).toHaveValue("");
  await page.keyboard.press("Escape");
  await expect(search).not.toBeFocused();

  await page.getByRole("link", { name: "x001-001" }).focus();
  await page.keyboard.press("ArrowDown");
  await expect(page.getByRole("link", { name: "x001-002" })).toBeFocused();
  await page.keyboard.press("End");
  await expect(page.getByRole("link", { name: "x004-005" })).toBeFocused();
  await page.keyboard.press("ArrowUp");
  await page.keyboard.press("Enter");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("x004-004");
});

test("on a phone the groups without a problem are folded until somebody unfolds them", async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await page.goto(stage.url);
  await expect(page.getByRole("heading", { level: 1 })).toContainText("1 link needs someone now");
  await expect.poll(async () => (await linksOf(page)).length).toBe(5);
  await page.getByRole("button", { name: "Unfold SQLX001" }).click();
  await expect.poll(async () => (await linksOf(page)).length).toBe(10);
});

test("times are the reader's: two zones show one moment differently, and each names its zone", async ({ browser }) => {
  const address = await stage.pageOf("x003-002");
  const shown: { zone: string; at: string; hour: number; minute: number }[] = [];
  for (const timezoneId of ["Europe/Berlin", "Asia/Kolkata"]) {
    const context = await browser.newContext({ timezoneId });
    const page = await context.newPage();
    await page.goto(address);
    const clock = page.getByRole("banner").getByRole("time");
    // The server does not know the zone; it writes UTC until the page is alive.
    await expect(clock).not.toContainText("UTC");
    const moment = page.getByRole("region", { name: "Timeline" }).getByRole("time").last();
    const [, hour, minute] = /(\d\d):(\d\d)$/.exec(await moment.innerText()) ?? [];
    shown.push({
      zone: await clock.innerText(),
      at: (await moment.getAttribute("datetime")) ?? "",
      hour: Number(hour),
      minute: Number(minute),
    });
    await context.close();
  }
  const [berlin, kolkata] = shown;
  expect(berlin?.zone).toMatch(/CES?T|GMT\+[12]/);
  expect(kolkata?.zone).toMatch(/IST|GMT\+5:30/);
  const at = new Date(kolkata?.at ?? "");
  expect([kolkata?.hour, kolkata?.minute]).toEqual(clockAt(at, 330));
  const isSummer = /CEST|GMT\+2/.test(berlin?.zone ?? "");
  expect([berlin?.hour, berlin?.minute]).toEqual(clockAt(new Date(berlin?.at ?? ""), isSummer ? 120 : 60));
});

/** Names of the links in the table, in their order. */
function linksOf(page: Page): Promise<string[]> {
  return page
    .getByRole("table", { name: /^Links with their sides/ })
    .getByRole("link")
    .allInnerTexts();
}

/** A choice of the toolbar, by its label. */
function choice(page: Page, label: string) {
  return page
    .getByRole("search", { name: "Links" })
    .locator("label")
    .filter({ hasText: new RegExp(`^${label}`) })
    .getByRole("combobox");
}

function clockAt(at: Date, offsetMinutes: number): [number, number] {
  const local = new Date(at.getTime() + offsetMinutes * 60_000);
  return [local.getUTCHours(), local.getUTCMinutes()];
}
