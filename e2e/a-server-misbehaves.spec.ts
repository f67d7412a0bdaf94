// Servers that hang, refuse, break off or answer garbage: each is told in words on the health page, and none holds back another.
import { expect, type Page, test } from "@playwright/test";
import type { Fault } from "../lib/lab/faults.ts";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ scenario: "crowd:7x1" });

test.describe.configure({ mode: "serial" });

const cases: { server: string; fault: Fault; said: RegExp }[] = [
  { server: "SQLX001", fault: { hang: true }, said: /SQLX001 does not answer: .*(in time|within 15.s)/ },
  { server: "SQLX002", fault: { refuse: true }, said: /SQLX002 does not answer: it cannot be reached/ },
  { server: "SQLX003", fault: { dropAfterRows: 1 }, said: /SQLX003 does not answer: / },
  {
    server: "SQLX004",
    fault: { garbage: true },
    said: /SQLX004 (does not answer|answers something that cannot be read)/,
  },
  {
    server: "SQLX005",
    fault: { sqlError: { number: 8134, message: "Divide by zero error encountered." } },
    said: /SQLX005 answers something that cannot be read: .*8134.*Divide by zero/,
  },
  { server: "SQLX006", fault: { refuseLogin: true }, said: /SQLX006 refuses Linkspan: .*Login failed/ },
];

test("each kind of trouble is told in words, and the server beside them goes on", async ({ page }) => {
  test.setTimeout(90_000);
  for (const { server, fault } of cases) await stage.lab.fault(server, fault);
  const faultedAt = Date.now();
  await page.goto(`${stage.url}/health`);
  for (const { server, said } of cases) {
    await expect(rowOf(page, server), server).toContainText(said, { timeout: 30_000 });
    await expect(rowOf(page, server), server).toContainText(/failures? in a row since \d\d:\d\d/);
  }
  await expect(rowOf(page, "SQLX007")).toContainText("answered");
  await expect(rowOf(page, "SQLX007")).toContainText("0 failed");
  const [healthy] = await stage.query<{ polls: number; worst: number }>(
    `SELECT count(*)::int AS polls, max(lateness_ms) AS worst FROM poll JOIN source ON no = source_no
     WHERE id = 'sql:SQLX007' AND poll.kind = 'answered' AND at > to_timestamp(${faultedAt / 1000})`,
  );
  expect(healthy?.polls, "answers while the others hung").toBeGreaterThanOrEqual((Date.now() - faultedAt) / 2000 / 2);
  expect(healthy?.worst, "lateness, ms").toBeLessThan(2500);
});

test("a login that is refused is tried once and then left alone, even by hand", async ({ page }) => {
  await page.goto(`${stage.url}/health`);
  await expect(rowOf(page, "SQLX006")).toContainText(/left alone until/);
  await page.getByRole("button", { name: "Poll now" }).click();
  await expect(page.getByRole("status").filter({ hasText: "Asked" })).toContainText("1 left alone", {
    timeout: 25_000,
  });
  const [refused] = await stage.query<{ logins: number }>(
    "SELECT count(*)::int AS logins FROM poll JOIN source ON no = source_no WHERE id = 'sql:SQLX006' AND poll.kind = 'denied'",
  );
  expect(refused?.logins).toBe(1);
});

test("a throttling or rambling Azure is told, too", async ({ page }) => {
  await stage.lab.fault("arm", { malformed: true });
  await page.goto(`${stage.url}/health`);
  const arm = page.getByRole("row", { name: /mi-x001.*ARM/ });
  await expect(arm).toContainText("answers something that cannot be read");
  await stage.lab.fault("arm", { httpStatus: 429, retryAfterSeconds: 60 });
  await expect(arm).toContainText("asks to be left alone for a while");
  await expect(arm).toContainText("left alone until");
});

test("when all is well again the page says so", async ({ page }) => {
  await stage.lab.heal();
  await page.goto(`${stage.url}/health`);
  await page.getByRole("button", { name: "Poll now" }).click();
  for (const { server } of cases.filter((one) => one.server !== "SQLX006")) {
    await expect(rowOf(page, server), server).toContainText("answered", { timeout: 20_000 });
  }
});

function rowOf(page: Page, server: string) {
  return page.getByRole("row", { name: new RegExp(server) });
}
