// A Synapse Link whose source fails over goes on saying Running: its page says what is so and how to mend it, until it is mended.
import AxeBuilder from "@axe-core/playwright";
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

// A workspace takes many requests a poll; asked less often, a slow machine is not taken for a silent one.
const stage = raiseStage({ scenario: "synapse", pollSeconds: 4 });

test.describe.configure({ mode: "serial" });

/** Failover groups are asked once a minute; then one poll, one refresh of the page, and a slow machine's time. */
const slowClockMs = 80_000;

interface SynapseAnswer {
  links: {
    verdict: string;
    status: { displayed: string; concluded: string };
    failover: { certainty: string | null; primaryServer: string | null };
    transitions: { from: string | null; to: string }[];
  }[];
}

test("a link that copies is told with its source, its failover group and its tables", async ({ page }) => {
  await page.goto(`${stage.url}/synapse`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The one Synapse Link is as it should be");
  const link = page.getByRole("region", { name: "shop-to-dwh" });
  await expect(link).toContainText("Displayed as");
  await expect(link).toContainText("Running");
  await expect(link).toContainText("sql-shop-weu: Primary");
  await expect(link).toContainText("a server's own name");
  await expect(link.getByRole("row", { name: /dbo\.Orders/ })).toContainText("Replicating");
  await page.goto(stage.url);
  await expect(page.getByRole("region", { name: "Synapse Links" })).toHaveCount(0);
});

test("failed over it is a problem although it is displayed as Running, with the steps for its connection", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto(`${stage.url}/synapse`);
  await stage.lab.tellSynapse({ group: "fg-shop", action: "failover" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 Synapse Link needs someone now", {
    timeout: slowClockMs,
  });
  const link = page.getByRole("region", { name: "shop-to-dwh" });
  const finding = link.getByRole("list", { name: "Findings" }).getByRole("listitem").first();
  await expect(finding).toContainText("shop-to-dwh is displayed as Running but its source failed over");
  await expect(finding).toContainText("sql-shop-weu is Secondary in failover group fg-shop; sql-shop-neu leads");
  await expect(finding).toContainText("Certain:");
  await expect(link).toContainText("Does not copy: its source failed over");
  await expect(link).toContainText("Edit the connection string of linked service ls_shop");
  await expect(link).toContainText("sql-shop-neu.database.windows.net");
  await expect(link).toContainText("Press Refresh");
  await expect(link.getByRole("button", { name: "Copy all steps" })).toBeVisible();

  const { links } = await stage.json<SynapseAnswer>("/api/v1/synapse");
  expect(links).toMatchObject([
    {
      verdict: "problem",
      status: { displayed: "Running", concluded: "Does not copy: its source failed over" },
      failover: { certainty: "certain", primaryServer: "sql-shop-neu" },
    },
  ]);

  await page.goto(stage.url);
  const alarms = page.getByRole("region", { name: "Synapse Links" });
  await expect(alarms).toContainText("shop-to-dwh is displayed as Running but its source failed over");
  await alarms.getByRole("link").first().click();
  await expect(page).toHaveURL(`${stage.url}/synapse`);
});

test("the page with a problem has no serious violation, and nothing scrolls sideways", async ({ page }) => {
  test.setTimeout(60_000);
  await page.goto(`${stage.url}/synapse`);
  await expect(page.getByRole("button", { name: "Copy all steps" })).toBeVisible();
  await page.emulateMedia({ reducedMotion: "reduce" });
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    const { violations } = await new AxeBuilder({ page })
      .withTags(["wcag2a", "wcag2aa", "wcag21aa", "wcag22aa"])
      .analyze();
    const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
    expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
  }
  for (const width of [360, 390, 768, 1440]) {
    await page.setViewportSize({ width, height: 900 });
    const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    await expect.poll(beyond, `px beyond a window of ${width} px`).toBeLessThanOrEqual(0);
  }
});

test("stopped on the way back it says what is still to do; pointed at the new primary it copies again", async ({
  page,
}) => {
  test.setTimeout(150_000);
  await page.goto(`${stage.url}/synapse`);
  const link = page.getByRole("region", { name: "shop-to-dwh" });
  await stage.lab.tellSynapse({ link: "shop-to-dwh", action: "stop" });
  await expect(link).toContainText("shop-to-dwh is stopped.", { timeout: 30_000 });
  await expect(link.getByRole("listitem").filter({ hasText: "Stop shop-to-dwh in Synapse Studio" })).toContainText(
    "done",
  );

  // It points elsewhere now, so that its failover group is asked at once.
  await stage.lab.tellSynapse({ link: "shop-to-dwh", action: "repoint" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("The one Synapse Link is as it should be", {
    timeout: 30_000,
  });
  await expect(link).toContainText("sql-shop-neu: Primary");
  await expect(link).toContainText("What changed");
  const { links } = await stage.json<SynapseAnswer>("/api/v1/synapse");
  const told = links[0]?.transitions.map(({ to }) => to);
  expect(told?.[0]).toBe("ok");
  expect(told).toContain("problem");
});

test("a workspace that is refused leaves its links unknown", async ({ page }) => {
  test.setTimeout(90_000);
  await stage.lab.fault("synapse", { httpStatus: 403 });
  await page.goto(`${stage.url}/synapse`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 Synapse Link cannot be judged", {
    timeout: 45_000,
  });
  await expect(page.getByRole("region", { name: "Workspaces" })).toContainText("Synapse Artifact User");
  await stage.lab.heal("synapse");
});
