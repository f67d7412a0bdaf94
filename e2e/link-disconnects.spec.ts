// A link that breaks is told with its reason within one poll, on its own page and on the estate's, and so is its recovery.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const pollSeconds = 2;
const stage = raiseStage({ pollSeconds });

test("both pages say that the link is disconnected and why, within one poll; then that it replicates again", async ({
  page,
  context,
}) => {
  const estate = await context.newPage();
  await estate.goto(stage.url);
  await page.goto(await stage.pageOf("orders"));
  await expect(page.getByRole("region", { name: "Both sides" })).toContainText("Replicating");
  await expect(estate.getByRole("heading", { level: 1 })).toHaveText("The one link is as it should be");

  const brokeAt = Date.now();
  await stage.lab.play("orders", "link-disconnected", { error: 10_061 });
  const finding = page.getByRole("region", { name: "Findings" }).getByRole("listitem").first();
  await expect(finding).toContainText("orders is disconnected; both sides say so");
  await expect(finding).toContainText("10061");
  await expect(finding).toContainText("Nothing is lost yet. New log stays on SQLLAB01");
  await expect(finding).toContainText("Test port 5022 both ways");
  await expect(page.getByRole("heading", { level: 1 }).locator("..")).toContainText("Problem");

  const toldAt = await connectionChangedAt("disconnected");
  // One interval, and the time a slow machine needs to ask and write.
  expect(toldAt - brokeAt).toBeLessThan(pollSeconds * 1000 + 2500);

  await estate.bringToFront();
  await expect(estate.getByRole("heading", { level: 1 })).toHaveText("1 link needs someone now");
  await expect(estate.getByRole("region", { name: "Needs attention" })).toContainText("orders is disconnected");
  await expect(estate).toHaveTitle(/^\(1\) Estate/);

  await stage.lab.play("orders", "replicating");
  // ARM says Disconnected for a while after it is over, and that is told.
  await expect(estate.getByRole("heading", { level: 1 })).toHaveText("The one link is as it should be", {
    timeout: 30_000,
  });
  await page.bringToFront();
  await expect(page.getByRole("region", { name: "Findings" })).toBeHidden();
  const timeline = page.getByRole("region", { name: "Timeline" });
  await expect(timeline).toContainText("connection: connected to disconnected");
  await expect(timeline).toContainText("connection: disconnected to connected");
});

async function connectionChangedAt(to: string): Promise<number> {
  const { linkId } = await stage.link("orders");
  const { transitions } = await stage.json<{ transitions: { subject: string; to: string; at: string }[] }>(
    `/api/v1/links/${linkId}`,
  );
  const change = transitions.find((one) => one.subject === "connection" && one.to === to);
  return Date.parse(change?.at ?? "");
}
