// The endpoint certificate of a SQL Server runs towards its end: attention with the days, then a problem, then expired.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();

test("a certificate is told with its days, the nearer its end the louder", async ({ page }) => {
  await page.goto(await stage.pageOf("orders"));
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  await expect(title).toContainText("OK");
  const findings = page.getByRole("region", { name: "Findings" });
  const row = page
    .getByRole("region", { name: "Certificates" })
    .getByRole("row", { name: /SQLLAB01 endpoint certificate/ });

  await certify(20.5);
  await expect(findings).toContainText("Endpoint certificate of SQLLAB01 expires in 20 days");
  await expect(findings).toContainText("The link stops then.");
  await expect(findings).toContainText("import the new one on the other side before the endpoint uses it");
  await expect(title).toContainText("Attention");
  await expect(row).toContainText("20 d");

  await certify(5.5);
  await expect(findings).toContainText("Endpoint certificate of SQLLAB01 expires in 5 days");
  await expect(title).toContainText("Problem");
  await expect(row).toContainText("5 d");

  await certify(-1);
  await expect(findings).toContainText("Endpoint certificate of SQLLAB01 expired on");
  await expect(findings).toContainText("The link cannot connect anew.");
  await expect(row).toContainText("expired 1 d ago");

  await certify(300.5);
  await expect(row).toContainText("300 d");
  // Its copy counts once it was read after the change.
  await stage.lab.renew("mi-lab");
  await expect(findings).toBeHidden();
});

/** Certificates, and the copies of them on the other side, are asked for once a minute, and anew on a new connection. */
async function certify(days: number): Promise<void> {
  await stage.lab.certify("SQLLAB01", days);
  await stage.lab.renew("SQLLAB01");
  await stage.lab.renew("mi-lab");
}
