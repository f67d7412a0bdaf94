// Every certificate on one page: the next to renew first, who renews it in people's own words, and a calendar of what expires.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ scenario: "crowd:2x5" });

test.describe.configure({ mode: "serial" });

test.beforeAll(async () => {
  await stage.link("x002-005");
  await certify("SQLX001", 9.5);
});

test("one entry for one certificate however many links use it, and the page answers what is next", async ({ page }) => {
  await page.goto(`${stage.url}/certificates`);
  const heading = page.getByRole("heading", { level: 1 });
  await expect(heading).toContainText("The next certificate to renew expires in 9 days");
  await expect(heading).toContainText("it carries 5 links");
  const row = rowOf(page, "SQLX001");
  await expect(row).toHaveCount(1);
  await expect(row).toContainText("5 links stop then.");
  await expect(row).toContainText("the same as in use");
  await expect(row.getByRole("link")).toHaveText(["x001-001", "x001-002", "x001-003"]);
  await expect(rowOf(page, "SQLX002")).toHaveCount(1);
  await expect(page.getByText("TDE_Certificate")).toHaveCount(0);
});

test("filters and search stand in the address", async ({ page }) => {
  await page.goto(`${stage.url}/certificates`);
  const show = page.getByRole("search", { name: "Certificates" }).getByRole("combobox");
  await show.selectOption("azure");
  await expect(page).toHaveURL(/show=azure/);
  await expect(page.getByRole("rowheader")).toHaveText([/endpoint of the managed instance/]);
  await show.selectOption("authorities");
  await expect(page.getByRole("rowheader")).toHaveText([/DigiCertPKI/, /MicrosoftPKI/]);
  await show.selectOption("due");
  await expect(page.getByRole("rowheader")).toHaveText([/SQLX001/]);
  await page.getByRole("searchbox", { name: "Search certificates" }).fill("x002-003");
  await expect(page.getByText('No certificate matches "x002-003"')).toBeVisible();
  await page.getByRole("button", { name: "Clear filters" }).click();
  await expect(page).not.toHaveURL(/show|q=/);
});

test("a note says who renews it; by keyboard, and without any script", async ({ page, browser }) => {
  await page.goto(`${stage.url}/certificates`);
  const row = rowOf(page, "SQLX001");
  await row.getByText("Note", { exact: true }).focus();
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("PKI team, by ticket");
  await page.keyboard.press("Enter");
  await expect(row).toContainText("PKI team, by ticket");

  const bare = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
  await bare.goto(`${stage.url}/certificates`);
  const same = rowOf(bare, "SQLX001");
  await expect(same).toContainText("PKI team, by ticket");
  await same.getByText("Note", { exact: true }).click();
  await same.getByRole("textbox").fill("");
  await same.getByRole("button", { name: "Keep" }).click();
  await expect(rowOf(bare, "SQLX001")).not.toContainText("PKI team");
  await bare.context().close();
});

test("the rotation stands below, in the order in which nothing breaks, with the real names", async ({ page }) => {
  await page.goto(`${stage.url}/certificates?q=SQLX001`);
  await page.getByText(/^Thumbprint, subject and rotation of Cert_SQLX001/).click();
  const steps = page.getByRole("list", { name: /^Rotation of Cert_SQLX001/ }).getByRole("listitem");
  await expect(steps.nth(0)).toContainText("CREATE CERTIFICATE [Cert_SQLX001_endpoint_");
  await expect(steps.nth(2)).toContainText("az sql mi partner-cert create");
  await expect(steps.nth(3)).toContainText("ALTER ENDPOINT [");
  await expect(steps.nth(5)).toContainText("DROP CERTIFICATE [Cert_SQLX001");
});

test("the calendar has a day for each certificate that people renew, with reminders; a rotation moves it", async () => {
  const before = await calendar();
  expect(before.type).toBe("text/calendar; charset=utf-8");
  expect(before.lines[0]).toBe("BEGIN:VCALENDAR");
  expect(before.lines.filter((line) => line === "BEGIN:VEVENT")).toHaveLength(4);
  expect(before.lines.filter((line) => line === "TRIGGER:-P30D")).toHaveLength(4);
  expect(dayOf(before.lines, "SQLX001")).toBe(await dayTold("SQLX001"));
  const again = await fetch(before.url, { headers: { "if-none-match": before.etag } });
  expect(again.status).toBe(304);

  await certify("SQLX001", 400.5);
  await expect.poll(async () => dayOf((await calendar()).lines, "SQLX001")).not.toBe(dayOf(before.lines, "SQLX001"));
  expect(dayOf((await calendar()).lines, "SQLX001")).toBe(await dayTold("SQLX001"));
});

test("JSON and metrics tell the same", async () => {
  const told = await certificates();
  expect(told.find((one) => one.kind === "sqlserver" && one.servers.includes("SQLX002"))).toMatchObject({
    renewedBy: "you",
    verdict: "ok",
    note: null,
    copies: [{ match: "same" }],
    links: Array.from({ length: 5 }, (_, i) => ({ name: `x002-00${i + 1}` })),
  });
  const metrics = await (await fetch(`${stage.url}/metrics`)).text();
  expect(metrics.match(/^linkspan_certificate_expires_timestamp_seconds\{.*\} \d+$/gm)).toHaveLength(told.length);
});

function rowOf(page: Page, server: string) {
  return page.getByRole("row", { name: new RegExp(`endpoint of the SQL Server ${server}`) });
}

async function calendar() {
  const url = `${stage.url}/certificates/calendar.ics`;
  const answer = await fetch(url);
  return {
    url,
    type: answer.headers.get("content-type"),
    etag: answer.headers.get("etag") ?? "",
    lines: (await answer.text()).replaceAll("\r\n ", "").split("\r\n"),
  };
}

/** The day of the event whose UID names the server. */
function dayOf(lines: string[], server: string): string | undefined {
  const from = lines.indexOf(`UID:sqlserver%3A${server}@linkspan`);
  return lines.slice(from).find((line) => line.startsWith("DTSTART;"));
}

/** The same day, as the JSON has it. */
async function dayTold(server: string): Promise<string> {
  const entry = (await certificates()).find((one) => one.kind === "sqlserver" && one.servers.includes(server));
  return `DTSTART;VALUE=DATE:${entry?.expiresAt.slice(0, 10).replaceAll("-", "")}`;
}

interface Told {
  kind: string;
  servers: string[];
  expiresAt: string;
}

async function certificates(): Promise<Told[]> {
  return (await stage.json<{ certificates: Told[] }>("/api/v1/certificates")).certificates;
}

/** Certificates are asked for once a minute, and anew on a new connection. */
async function certify(server: string, days: number): Promise<void> {
  await stage.lab.certify(server, days);
  // Its copy is told by the managed instance.
  for (const face of [server, "mi-x001"]) await stage.lab.renew(face);
}
