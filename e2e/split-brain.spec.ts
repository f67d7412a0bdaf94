// Both sides lead: a planned failover that passes through it raises no alarm, a forced one is suspected, then confirmed, with the first step.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ estate: (written) => `${written}limits: { splitBrainConfirmSeconds: 12 }\n` });

test.describe.configure({ mode: "serial" });

test("a planned failover ends with the managed instance leading, and nobody speaks of a split brain", async ({
  page,
}) => {
  await page.goto(await stage.pageOf("orders"));
  await stage.lab.play("orders", "planned-failover", { durationSeconds: 12 });
  const sides = page.getByRole("region", { name: "Both sides" });
  await expect(sides).toContainText("Failing over", { timeout: 20_000 });
  await expect(sides).toContainText("Replicating back", { timeout: 20_000 });
  const { linkId } = await stage.link("orders");
  const { transitions } = await stage.json<{ transitions: { subject: string }[] }>(`/api/v1/links/${linkId}`);
  expect(transitions.map((one) => one.subject)).not.toContain("finding.split-brain");
});

test("a forced failover is suspected at first, and a split brain once it lasts", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  await stage.lab.play("orders", "forced-failover");

  const findings = page.getByRole("region", { name: "Findings" });
  await expect(findings).toContainText("SQLLAB01 and mi-lab both say PRIMARY, seen together for");
  await expect(findings).toContainText("it is a split brain if it outlives 12 s");
  await expect(findings).toContainText("Check whether a failover is under way");

  const worst = findings.getByRole("listitem").first();
  await expect(worst).toContainText("orders is in split brain: SQLLAB01 and mi-lab both say PRIMARY.", {
    timeout: 25_000,
  });
  await expect(worst).toContainText("Both can take writes");
  await expect(worst).toContainText("Back up the side that led before, then set its role to SECONDARY");
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("Problem");
  await expect(page.getByRole("region", { name: "Both sides" }).getByText("Global primary")).toHaveCount(2);
  expect(await stage.link("orders")).toMatchObject({
    splitBrain: "confirmed",
    verdict: "problem",
    phase: "split-brain",
  });
});
