// Findings about copies on their way, logs, lags and what a login keeps from being seen: each turned on and off again.
import { expect, test } from "@playwright/test";
import type { LinkRow } from "../lib/domain/snapshot.ts";
import { all, askedOften, play, seed, set, turnEachOnAndOff } from "./finding-rows.ts";
import { raiseStage } from "./product.ts";

// As a minute would do in five, and six days in one.
const limits = "limits: { stallSeconds: 4, redoLagAttentionSeconds: 10, seedingCancelSeconds: 80000 }";
const stage = raiseStage({ prepare: askedOften, estate: (written) => `${written}${limits}\n` });

const megabyte = 1_000_000;
/** Before an hour is over the next log backup is due, and the limit above is near from the start. */
const ofEachSeeding = ["seeding.cancel", "seeding.log-backup"];

turnEachOnAndOff(stage, [
  {
    key: "log.space",
    verdict: "problem",
    says: "Log of Orders on SQLLAB01 is 90 % used",
    change: set("link:orders", { logUsedShare: 0.9 }),
  },
  {
    key: "log.backup",
    verdict: "attention",
    says: "No log backup of Orders on SQLLAB01 for 1 d 6 h",
    change: set("link:orders", { lastLogBackupHoursAgo: 30 }),
  },
  {
    key: "blind.partner.msdb",
    verdict: "attention",
    says: "of SQLLAB01 are not seen",
    change: set("SQLLAB01", { permissionsOf: "nomsdb" }),
  },
  {
    key: "blind.partner",
    verdict: "unknown",
    says: "Linkspan's login on SQLLAB01 lacks VIEW ANY DEFINITION",
    change: set("SQLLAB01", { permissionsOf: "blind" }),
  },
  {
    key: "blind.instance",
    verdict: "unknown",
    says: "Linkspan's login on mi-lab lacks VIEW ANY DEFINITION",
    change: set("mi-lab", { permissionsOf: "blind" }),
  },
  {
    key: "reach.sql",
    verdict: "unknown",
    says: "No SQL side shows orders",
    change: all(set("SQLLAB01", { permissionsOf: "blind" }), set("mi-lab", { permissionsOf: "blind" })),
    beside: ["blind.partner", "blind.instance"],
  },
  {
    key: "catching-up",
    verdict: "progress",
    says: "waits to be sent",
    change: play("catching-up", { lagSeconds: 1500, catchUpFactor: 0.05 }),
  },
  {
    key: "send-lag",
    verdict: "problem",
    says: "Sending is 1 h",
    change: play("catching-up", { lagSeconds: 5400, catchUpFactor: 0.05 }),
    beside: ["catching-up"],
  },
  {
    key: "health",
    verdict: "progress",
    says: "PARTIALLY_HEALTHY",
    change: play("catching-up", { lagSeconds: 100, catchUpFactor: 0.05, mode: "sync" }),
  },
  {
    key: "redo-lag",
    verdict: "attention",
    says: "Redo is",
    change: play("redo-stalled", { redoSlope: 0.5, everySeconds: 3600 }),
  },
  { key: "suspended", verdict: "problem", says: "orders is suspended on SQLLAB01", change: play("suspended") },
  { key: "connection", verdict: "problem", says: "orders is disconnected", change: play("link-disconnected") },
  {
    key: "seeding",
    verdict: "progress",
    says: "orders waits to seed",
    change: play("waiting-to-seed"),
  },
  {
    key: "seeding",
    verdict: "progress",
    says: "% copied",
    change: seed("seeding-in-progress", { bytesPerSecond: 20 * megabyte }),
    beside: ofEachSeeding,
  },
  {
    key: "seeding",
    verdict: "problem",
    says: "Seeding has stalled",
    change: seed("seeding-stalled", { bytesPerSecond: 20 * megabyte, afterSeconds: 3 }),
    beside: ofEachSeeding,
  },
  {
    key: "seeding",
    verdict: "problem",
    says: "error 1408",
    change: seed("seeding-failed", { bytesPerSecond: 20 * megabyte, afterSeconds: 3 }),
  },
  {
    key: "seeding.cancel",
    verdict: "attention",
    says: "Azure cancels this seeding in",
    change: seed("seeding-in-progress", { bytesPerSecond: 20 * megabyte }),
    beside: ["seeding", "seeding.log-backup"],
  },
  {
    key: "seeding.log-backup",
    verdict: "problem",
    says: "A log backup of Orders began at",
    change: all(
      seed("seeding-in-progress", { bytesPerSecond: 20 * megabyte }),
      set("link:orders", { logBackupDuringSeeding: true }),
    ),
    beside: ["seeding", "seeding.cancel"],
  },
]);

turnEachOnAndOff(
  stage,
  [
    {
      key: "configuration.full-backup",
      verdict: "problem",
      says: "knows no full backup of Orders",
      change: set("link:orders", { hasFullBackup: false }),
    },
  ],
  { name: "a link that waits to seed", change: play("waiting-to-seed"), keys: ["seeding"] },
);

// Its half minute between two attempts is longer than a row waits.
test("seeding.restarted: a copy that begins anew says what it cost, until log flows", async () => {
  test.setTimeout(180_000);
  const { linkId } = await stage.link("orders");
  const told = () => stage.json<Pick<LinkRow, "findings" | "seeding">>(`/api/v1/links/${encodeURIComponent(linkId)}`);
  const keys = async () => (await told()).findings.map(({ key }) => key);
  await stage.lab.play("orders", "seeding-in-progress", { bytesPerSecond: 20 * megabyte });
  const bytes = async () => (await told()).seeding?.transferredBytes ?? 0;
  await expect.poll(bytes, { timeout: 45_000 }).toBeGreaterThan(50 * megabyte);

  await stage.lab.play("orders", "seeding-restarted");
  await expect.poll(keys, { timeout: 75_000 }).toContain("seeding.restarted");
  const { findings } = await told();
  expect(findings.find(({ key }) => key === "seeding.restarted")).toMatchObject({
    verdict: "attention",
    reason: expect.stringMatching(/^Seeding began anew once, attempt \d+ now; .* went over for nothing\.$/),
  });

  await stage.lab.play("orders", "replicating");
  await expect.poll(keys, { timeout: 45_000 }).not.toContain("seeding.restarted");
});
