// A side that cannot be heard makes its link unknown, never healthy, whatever ARM still says.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();

test.describe.configure({ mode: "serial" });

test("with the SQL Server silent the link is unknown, and the page says who is silent and since when", async ({
  page,
}) => {
  test.setTimeout(90_000);
  await page.goto(await stage.pageOf("orders"));
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  await expect(title).toContainText("OK");
  await stage.lab.fault("SQLLAB01", { hangAtLogin: true });

  await expect(title).toContainText("Unknown", { timeout: 30_000 });
  const worst = page.getByRole("region", { name: "Findings" }).getByRole("listitem").first();
  await expect(worst).toContainText("SQLLAB01 does not answer", { timeout: 30_000 });
  await expect(worst).toContainText(/since \d\d:\d\d/);
  await expect(worst).toContainText("what mi-lab says is half of the picture");
  await expect(worst).toContainText("Check SQLLAB01 from its network");
  expect(await stage.link("orders")).toMatchObject({ verdict: "unknown", splitBrain: "none" });
});

test("with both SQL sides silent ARM alone is not enough", async ({ page }) => {
  await stage.lab.fault("mi-lab", { refuse: true });
  await page.goto(await stage.pageOf("orders"));
  await expect(page.getByRole("region", { name: "Both sides" })).toContainText("Not known", { timeout: 30_000 });
  const findings = page.getByRole("region", { name: "Findings" });
  await expect(findings).toContainText(/ARM still says \S+/);
  await expect(findings).toContainText("that is not enough to call it healthy");
  await page.goto(stage.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 link cannot be judged");
  await expect(page.getByText("SQLLAB01 and mi-lab are silent.")).toBeVisible();
});

test("once both answer again the link is what it was", async ({ page }) => {
  // Servers that were silent are asked less and less often; the first question after the mend may be a while off.
  test.setTimeout(120_000);
  await stage.lab.heal();
  await page.goto(await stage.pageOf("orders"));
  await page.getByRole("button", { name: "Poll now" }).click();
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("OK", { timeout: 90_000 });
  await expect(page.getByRole("region", { name: "Timeline" })).toContainText("silent to heard");
});
