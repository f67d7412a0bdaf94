// What other programs read: health, metrics and links, in their documented shapes, and the right refusals.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();
const moment = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);

test.describe.configure({ mode: "serial" });

test("live and ready answer 200 and tell who polls", async () => {
  await stage.link("orders");
  expect(await stage.json("/api/health/live")).toEqual({ live: true });
  expect(await stage.json("/api/health/ready")).toEqual({ ready: true, workers: 1, sources: 3, overdue: 0 });
});

test("metrics are in Prometheus' text format", async () => {
  const answer = await fetch(`${stage.url}/metrics`);
  expect(answer.headers.get("content-type")).toContain("text/plain; version=0.0.4");
  const lines = (await answer.text()).trimEnd().split("\n");
  const sample = /^[a-z_]+(\{([a-z_]+="([^"\\]|\\.)*",?)*\})? (-?[\d.e+-]+|NaN)$/;
  expect(lines.filter((line) => !line.startsWith("#") && line !== "" && !sample.test(line))).toEqual([]);
  expect(lines).toContain('linkspan_links{verdict="ok"} 1');
  expect(lines).toContain("linkspan_poller_up 1");
  expect(lines).toContain('linkspan_source_up{source="sql:SQLLAB01",kind="sqlserver"} 1');
});

test("the list of links has the documented shape, and an ETag that spares the body", async () => {
  const answer = await fetch(`${stage.url}/api/v1/links`);
  const { readAt, links } = await answer.json();
  expect(readAt).toEqual(moment);
  expect(links).toHaveLength(1);
  expect(links[0]).toMatchObject({
    id: expect.stringMatching(/^orders-[0-9a-f]{6}$/),
    name: "orders",
    databases: ["Orders"],
    verdict: "ok",
    phase: "replicating",
    phaseSince: moment,
    splitBrain: "none",
    seenBy: expect.arrayContaining(["partner", "instance", "arm"]),
    partner: { side: "partner", name: "SQLLAB01", role: { value: "globalPrimary", vantage: "partner", at: moment } },
    instance: { side: "instance", name: "mi-lab", role: { value: "forwarder", vantage: "instance", at: moment } },
    cutover: null,
    seedingStanding: null,
    seeding: null,
    certificateDays: 199,
    observedAt: { partner: moment, instance: moment, arm: moment },
    href: `/api/v1/links/${links[0].id}`,
  });
  expect((await (await fetch(`${stage.url}/api/v1/links?verdict=problem`)).json()).links).toEqual([]);
  expect((await fetch(`${stage.url}/api/v1/links?verdict=bad`)).status).toBe(400);
  const etag = answer.headers.get("etag") ?? "";
  expect(etag).toMatch(/^"[\w-]+"$/);
});

test("one link has its ladder with LSNs as text, its facts, certificates and changes", async () => {
  const { links } = await stage.json<{ links: { href: string }[] }>("/api/v1/links");
  const link = await stage.json<Record<string, unknown>>(links[0]?.href ?? "");
  const { ladder, facts, certificates } = link as Record<string, unknown[]>;
  expect(JSON.stringify(ladder)).toMatch(/"\d{17,25}"/);
  expect(JSON.stringify([ladder, facts]), "no LSN is a number").not.toMatch(/[Ll]sn":\s*\d/);
  expect(JSON.stringify([ladder, facts]), "no number beyond 2^53").not.toMatch(/[:[,]\d{16,}/);
  expect(facts).toBeDefined();
  expect(certificates?.length).toBeGreaterThan(0);

  await stage.lab.play("orders", "suspended");
  const phases = async () => {
    const { transitions } = await stage.json<{ transitions: { subject: string }[] }>(links[0]?.href ?? "");
    return transitions.filter(({ subject }) => subject === "phase");
  };
  const change = { from: "replicating", to: "suspended", verdict: "problem", reason: "orders: suspended.", at: moment };
  await expect.poll(phases).toEqual([expect.objectContaining(change)]);
});

test("what is not there is 404 with a reason", async () => {
  const answer = await fetch(`${stage.url}/api/v1/links/nobody-000000`);
  expect(answer.status).toBe(404);
  expect(await answer.json()).toEqual({
    error: "There is no link with the id nobody-000000; /api/v1/links names all of them",
  });
  for (const address of ["/api/series/nobody-000000", "/api/bands/nobody-000000", "/api/links/nobody-000000"])
    expect((await fetch(stage.url + address)).status, address).toBe(404);
  const { linkId } = await stage.link("orders");
  expect((await fetch(`${stage.url}/api/series/${linkId}?range=2000y`)).status).toBe(400);
});

test("without its database Linkspan is live, not ready, and its pages say so and come back by themselves", async ({
  page,
}) => {
  const name = new URL(stage.databaseUrl).pathname.slice(1);
  await page.goto(stage.url);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("1 link needs someone now");
  await stage.cutDatabase();
  await expect.poll(async () => (await fetch(`${stage.url}/api/health/ready`)).status).toBe(503);
  expect(await stage.json("/api/health/ready")).toEqual({ ready: false, reason: "Linkspan cannot read its database" });
  expect(await stage.json("/api/health/live")).toEqual({ live: true });
  const links = await fetch(`${stage.url}/api/v1/links`);
  expect(links.status).toBe(503);
  expect(await links.text()).not.toContain(name);
  await expect(page.getByRole("status").filter({ hasText: "Linkspan cannot read its database" })).toBeVisible();
  const other = await page.context().newPage();
  await other.goto(stage.url);
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("Nothing can be said of any link");

  await stage.mendDatabase();
  await expect(other.getByRole("heading", { level: 1 })).toHaveText("1 link needs someone now", {
    timeout: 20_000,
  });
  await expect(page.getByRole("status").filter({ hasText: "cannot read" })).toBeHidden();
});
