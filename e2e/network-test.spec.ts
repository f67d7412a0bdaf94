// A network test that somebody ran: read from the job's text, told where it explains something, kept in a ledger; and the scripts to run it again.
import { expect, type Page, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();

test.describe.configure({ mode: "serial" });

test("before anybody tested, both pages say so, with the scripts for both directions", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  const network = page.getByRole("region", { name: "Network", exact: true });
  await expect(network).toContainText("No network test is known");
  await network.getByRole("link", { name: "Test scripts and all results" }).click();
  await expect(page).toHaveURL(`${stage.url}/network?server=SQLLAB01&instance=mi-lab`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Nobody has tested the network yet");

  const scripts = page.getByRole("region", { name: "Test scripts" });
  await expect(scripts.getByRole("heading", { name: "From SQLLAB01 to mi-lab" })).toBeVisible();
  await expect(scripts.getByRole("heading", { name: "From mi-lab to SQLLAB01" })).toBeVisible();
  await expect(scripts.getByRole("row", { name: /HADR port/ })).toContainText("11002");
  await expect(scripts.getByRole("row", { name: /^Node/ })).toContainText(".worker.database.windows.net");
  await scripts.getByText("Test on SQLLAB01").click();
  await expect(scripts.getByText("sp_add_job @job_name = N'TestMILinkConnection'")).toBeVisible();
  await expect(scripts).toContainText("Linkspan runs none of it");
});

test("a port found closed is a finding while it is new, the ledger holds the job's own words, and an open one ends it", async ({
  page,
}) => {
  await page.goto(await stage.pageOf("orders"));
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  const findings = page.getByRole("region", { name: "Findings" });
  await expect(title).toContainText("OK");

  await tested({ port5022: true, hadrPort: false, remoteAddress: "10.48.2.14" });
  await expect(findings).toContainText("A test from SQLLAB01 found port 11002 of mi-lab closed.", { timeout: 20_000 });
  await expect(findings).toContainText("Log flows over the connection that stands");
  await expect(title).toContainText("Attention");
  await expect(rowOf(page, /closed/)).toContainText("HADR port 11002");

  await page.goto(`${stage.url}/network`);
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Tests found a closed port between 1 of 1 pair");
  const ledger = page.getByRole("region", { name: "Ledger" });
  await ledger.getByText("Text of the job").first().click();
  await expect(ledger).toContainText("TcpTestSucceeded : False");

  await tested({ port5022: true, hadrPort: true, remoteAddress: "10.48.2.14" });
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Every port that was tested is open", {
    timeout: 20_000,
  });
  // What was found before stays.
  await expect(ledger.getByRole("row", { name: /closed/ })).toHaveCount(1);
  await page.goto(await stage.pageOf("orders"));
  await expect(findings).toBeHidden();
});

test("a link that is cut is explained by a closed port, and its error says what was checked", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  await stage.lab.play("orders", "link-disconnected", { error: 10_060 });
  await tested({ port5022: false, hadrPort: false, remoteAddress: "10.48.2.14" });
  const findings = page.getByRole("region", { name: "Findings" });
  await expect(findings).toContainText("A test from SQLLAB01 found port 5022 of mi-lab closed.", { timeout: 20_000 });
  await expect(findings).toContainText("The link cannot connect while it is so.");

  const errors = page.getByRole("region", { name: "Errors" });
  await expect(errors.getByRole("heading", { name: "Error 10060" })).toBeVisible();
  await expect(errors).toContainText("established connection failed");
  await expect(errors).toContainText("port 5022 closed");
  await errors.getByRole("link", { name: "Error 10060" }).click();
  await expect(page).toHaveURL(`${stage.url}/errors#10060`);
  await expect(page.getByRole("heading", { name: /^10060/ })).toBeInViewport();

  await stage.lab.play("orders", "replicating");
  await stage.lab.set("SQLLAB01", { networkCheck: null });
  await askAnew("SQLLAB01");
  await page.goto(await stage.pageOf("orders"));
  await expect(page.getByRole("region", { name: "Errors" })).toBeHidden({ timeout: 20_000 });
  await expect(findings).toBeHidden({ timeout: 30_000 });
});

test("a test of a node that the managed instance has left since proves little, and the scripts name the new one", async ({
  page,
}) => {
  await tested({ port5022: true, hadrPort: true, remoteAddress: "10.48.2.14" });
  await page.goto(await stage.pageOf("orders"));
  await expect(rowOf(page, /HADR port/)).toContainText("open", { timeout: 20_000 });
  await stage.lab.set("mi-lab", { fabricNode: "DB777" });
  await askAnew("mi-lab");
  await expect(rowOf(page, /HADR port/)).toContainText("on a node that the managed instance has left since", {
    timeout: 20_000,
  });
  await expect(page.getByRole("region", { name: "Findings" })).toBeHidden();
  await page.goto(`${stage.url}/network`);
  const node = page.getByRole("row", { name: /^Node/ });
  await expect(node).toContainText("DB777.");
  await expect(node).toContainText("Not the node of the last test");
});

test("on Linux there is no job to run, but commands for a shell", async ({ page }) => {
  await stage.lab.set("SQLLAB01", { hostPlatform: "Linux" });
  await askAnew("SQLLAB01");
  await page.goto(`${stage.url}/network`);
  const scripts = page.getByRole("region", { name: "Test scripts" });
  await expect(scripts).toContainText("the Agent cannot run PowerShell", { timeout: 20_000 });
  await scripts.getByText("Test from a shell on SQLLAB01").click();
  await expect(scripts.getByText(/nc -zv -w 20/)).toBeVisible();
  await stage.lab.set("SQLLAB01", { hostPlatform: null });
});

test("the interface tells pairs, ledger and scripts", async () => {
  const told = await stage.json<{ pairs: unknown[]; chosen: unknown }>("/api/v1/network?server=SQLLAB01");
  expect(told).toMatchObject({
    pairs: [{ partnerName: "SQLLAB01", instanceName: "mi-lab", linkCount: 1 }],
    chosen: { scripts: [{ from: "partner" }, { from: "instance" }] },
  });
});

test("the error catalogue is searched, and the address holds the words", async ({ page }) => {
  await page.goto(`${stage.url}/errors`);
  await page.getByRole("searchbox", { name: "Search errors" }).fill("41976");
  await expect(page.getByRole("heading", { level: 2 })).toHaveCount(1);
  await expect(page.getByRole("heading", { level: 2 })).toContainText("the availability group does not respond");
  await expect(page).toHaveURL(/q=41976/);
});

/** Tests are asked for once a minute, and anew on a new connection. */
async function tested(networkCheck: { port5022: boolean; hadrPort: boolean; remoteAddress: string }): Promise<void> {
  await stage.lab.set("SQLLAB01", { networkCheck });
  await askAnew("SQLLAB01");
}

async function askAnew(server: string): Promise<void> {
  await stage.lab.fault(server, {});
}

/** Of the newest tests on a link's page. */
function rowOf(page: Page, name: RegExp) {
  return page.getByRole("region", { name: "Network", exact: true }).getByRole("row", { name });
}
