// Every page, light and dark, wide and narrow: no serious violation of WCAG 2.2 AA, and nothing that scrolls sideways.
import AxeBuilder from "@axe-core/playwright";
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ scenario: "crowd:2x5" });
const pages: Record<string, { open: (page: Page) => Promise<unknown>; shows: string }> = {
  estate: { open: (page) => page.goto(stage.url), shows: "SQLX001" },
  "a replicating link": { open: async (page) => page.goto(await stage.pageOf("x001-001")), shows: "last_hardened_lsn" },
  "a seeding link": { open: async (page) => page.goto(await stage.pageOf("x002-005")), shows: "Copied" },
  certificates: { open: (page) => page.goto(`${stage.url}/certificates`), shows: "MicrosoftPKI" },
  network: { open: (page) => page.goto(`${stage.url}/network`), shows: "SQLX001" },
  planner: { open: (page) => page.goto(`${stage.url}/planner?databases=Orders,%20100%20GB`), shows: "over about" },
  errors: { open: (page) => page.goto(`${stage.url}/errors`), shows: "41976" },
  facts: { open: (page) => page.goto(`${stage.url}/facts`), shows: "where each comes from" },
  synapse: { open: (page) => page.goto(`${stage.url}/synapse`), shows: "Synapse" },
  health: { open: (page) => page.goto(`${stage.url}/health`), shows: "SQLX002" },
};

/** Colours differ between light and dark, everything else between wide and narrow: all rules once each, contrast in between. */
const looks = [
  { width: 1440, colorScheme: "light", rules: "all" },
  { width: 1440, colorScheme: "dark", rules: "contrast" },
  { width: 390, colorScheme: "dark", rules: "all" },
  { width: 390, colorScheme: "light", rules: "contrast" },
] as const;

for (const [name, { open, shows }] of Object.entries(pages)) {
  test(`${name}: no serious violation, and nothing scrolls sideways`, async ({ page }) => {
    test.setTimeout(120_000);
    await open(page);
    await expect(page.getByText(shows).first()).toBeAttached();
    for (const { width, colorScheme, rules } of looks) {
      await page.setViewportSize({ width, height: 900 });
      await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
      const axe = new AxeBuilder({ page }).withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]);
      const { violations } = await (rules === "all" ? axe : axe.withRules("color-contrast")).analyze();
      const serious = violations.filter(({ impact }) => impact === "serious" || impact === "critical");
      const told = serious.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => node.html)}`);
      expect(told, `${width} px, ${colorScheme}`).toEqual([]);
    }
    for (const width of [360, 390, 768, 1440]) {
      await page.setViewportSize({ width, height: 900 });
      const beyond = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      await expect.poll(beyond, `px beyond a window of ${width} px`).toBeLessThanOrEqual(0);
    }
  });
}
