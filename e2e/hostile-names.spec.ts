// Names that would break what does not quote stand on every page as text, in addresses that work, and in the interfaces to the letter.
import { expect, test } from "@playwright/test";
import type { LinkRow } from "../lib/domain/snapshot.ts";
import { hostileNames } from "../lib/lab/scenarios.ts";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ scenario: "hostile" });
const server = "<img src=x onerror=alert(2)>";

test("pages show every name as text, no script runs, and each link's address works", async ({ page }) => {
  const dialogs: string[] = [];
  page.on("dialog", async (dialog) => {
    dialogs.push(dialog.message());
    await dialog.dismiss();
  });
  await page.goto(stage.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText(
    `All ${hostileNames.length} links are as they should be`,
  );
  await expect(page.getByText(server, { exact: true }).first()).toBeVisible();
  for (const name of hostileNames) {
    await page.goto(stage.url);
    await page.getByRole("link", { name, exact: true }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(name);
    await expect(page).toHaveTitle(`${name} · Linkspan`);
    await expect(page.getByRole("region", { name: "Both sides" })).toContainText(server);
    await expect(page.getByRole("region", { name: "Both sides" })).toContainText("Replicating");
  }
  await page.goto(`${stage.url}/health`);
  await expect(page.getByRole("row", { name: server })).toContainText("answered");
  expect(dialogs).toEqual([]);
});

test("a search for a hostile name finds that link alone", async ({ page }) => {
  for (const name of hostileNames) {
    await page.goto(`${stage.url}/?${new URLSearchParams({ q: name })}`);
    await expect(page.getByRole("searchbox", { name: "Search links" })).toHaveValue(name);
    await expect(page.getByRole("link", { name, exact: true })).toBeVisible();
    await expect(page.getByRole("heading", { name: "Links", exact: true }).locator("..")).toContainText("1 of 6");
  }
});

test("the interface keeps names, databases and servers to the letter", async () => {
  const { links } = await stage.json<{ links: LinkRow[] }>("/api/v1/links");
  expect(links.map((link) => link.name).sort()).toEqual([...hostileNames].sort());
  for (const link of links) {
    expect(link.databases).toEqual([link.name]);
    expect(link.partner.name).toBe(server);
  }
  const metrics = await (await fetch(`${stage.url}/metrics`)).text();
  expect(metrics).toContain(`source="sql:${server}"`);
});
