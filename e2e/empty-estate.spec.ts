// An estate without servers, and a lab without a link: pages say what is missing and what to do, and nothing looks healthy.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

test.describe("no estate is named", () => {
  const stage = raiseStage({ estate: () => null });

  test("every page says so, and what to do", async ({ page }) => {
    await page.goto(stage.url);
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("No link is known yet");
    await expect(page.getByRole("heading", { name: "The estate is empty" })).toBeVisible();
    await expect(page.getByText("Name your servers in the estate file, then start Linkspan again.")).toBeVisible();
    await page.getByRole("link", { name: "Health" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("No source is named in the estate");
    expect(await stage.json("/api/v1/links")).toMatchObject({ links: [] });
  });
});

test.describe("servers without a link", () => {
  const stage = raiseStage({ scenario: "crowd:1x0" });

  test("the page says that all answer and none has a link", async ({ page }) => {
    await page.goto(stage.url);
    await expect(page.getByRole("heading", { name: "No links yet" })).toBeVisible();
    await expect(
      page.getByText("A link is found by itself once a distributed availability group exists"),
    ).toBeVisible();
  });

  test("an address of no link says so, with the way back", async ({ page }) => {
    const answer = await page.goto(`${stage.url}/links/no-such-link-000000`);
    expect(answer?.status()).toBe(404);
    await expect(page.getByText("No such link")).toBeVisible();
    await page.getByRole("link", { name: "All links" }).click();
    await expect(page).toHaveURL(`${stage.url}/`);
  });
});
