// Somebody asks when it will be done: the planner's page tells every seeding that runs, with its finish, its chances and what nobody knows.
import { expect, test } from "@playwright/test";
import type { ForecastSnapshot } from "../lib/domain/running-seedings.ts";
import { raiseStage } from "./product.ts";

const gigabyte = 2 ** 30;
const stage = raiseStage();

test("a seeding stands there with the reason why it has no finish, then with its finish, then as not known", async ({
  page,
}) => {
  test.setTimeout(180_000);
  await page.goto(`${stage.url}/planner`);
  const section = page.getByRole("region", { name: "Seedings now" });
  await expect(section).toContainText("Nothing seeds now");

  await stage.lab.play("orders", "seeding-in-progress", { bytes: 64 * gigabyte, bytesPerSecond: 0.1 * gigabyte });
  await stage.query(
    "INSERT INTO link_date (link_no, cutover_at, note, changed_at) SELECT no, now() + interval '1 day', '', now() FROM link",
  );
  const row = section.getByRole("row", { name: /^orders/ });
  await expect(row).toContainText("Running");
  await expect(row).toContainText("SQLLAB01 → mi-lab");
  await expect(row).toContainText("No forecast");
  await expect(row).toContainText(/too few samples so far|seen for less than a minute so far/);
  await expect(row).toContainText("cannot be told");
  await expect(section).toContainText("When the one that runs is over cannot be told yet.");

  await expect(row).toContainText(/8 in 10: \S+ to \S+/, { timeout: 90_000 });
  await expect(section).toContainText(/orders is over about .+ \(8 in 10: .+ to .+\)\./);
  await expect(row.getByText("over 99 % likely")).toHaveCount(2);
  const { all, seedings } = await stage.json<ForecastSnapshot>("/api/v1/forecast");
  expect(all).toMatchObject({ counted: 1, notCounted: 0 });
  expect(seedings).toEqual([
    expect.objectContaining({
      name: "orders",
      standing: expect.objectContaining({ state: "running" }),
      finishMissing: null,
      cutover: { at: expect.any(String), chance: 0.99 },
      href: expect.stringMatching(/^\/api\/v1\/links\/orders-/),
    }),
  ]);
  expect(Date.parse(all.p50At ?? "") - Date.parse(seedings[0]?.finish?.p50At ?? "")).toBeLessThan(1001);

  for (const face of ["SQLLAB01", "mi-lab"]) await stage.lab.fault(face, { refuse: true });
  await expect(row).toContainText("Not known", { timeout: 30_000 });
  await expect(row).toContainText("No forecast");
  await expect(section).toContainText("No seeding runs now; 1 cannot be seen.");
});
