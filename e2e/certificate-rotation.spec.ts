// A certificate rotated on one side only: told before the next connection is refused, and not told of what Azure renews by itself.
import { expect, test } from "@playwright/test";
import { raiseStage } from "./product.ts";

const stage = raiseStage();

test.describe.configure({ mode: "serial" });

test("the SQL Server's certificate rotated without the managed instance knowing is attention, until it is imported", async ({
  page,
}) => {
  await page.goto(await stage.pageOf("orders"));
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  const findings = page.getByRole("region", { name: "Findings" });
  const copy = page.getByRole("region", { name: "Certificates" }).getByRole("row", { name: /copy on the other side/ });
  await expect(title).toContainText("OK");
  await expect(copy).toContainText("the same as in use");

  await stage.lab.set("mi-lab", { keepsOldCopies: true });
  await stage.lab.certify("SQLLAB01", 300.5);
  await askAnew("SQLLAB01");
  // Nothing is made of it before what the managed instance holds was read again.
  await expect(copy).toContainText(/not read since the change|another than in use/);
  await askAnew("mi-lab");
  await expect(findings).toContainText("SQLLAB01's endpoint uses another certificate than mi-lab holds.");
  await expect(findings).toContainText("The next connection between the sides will be refused.");
  await expect(copy).toContainText("another than in use");
  await expect(title).toContainText("Attention");

  await stage.lab.set("mi-lab", { keepsOldCopies: null });
  await askAnew("mi-lab");
  await expect(copy).toContainText("the same as in use");
  await expect(findings).toBeHidden();
});

test("the managed instance's certificate rotated by Azure is fine by its root authorities, and attention without them", async ({
  page,
}) => {
  await page.goto(await stage.pageOf("orders"));
  const title = page.getByRole("heading", { level: 1 }).locator("..");
  const findings = page.getByRole("region", { name: "Findings" });
  const copy = page
    .getByRole("region", { name: "Certificates" })
    .getByRole("row", { name: /copy of the managed instance's certificate/ });
  await expect(copy).toContainText("the same as in use");

  await stage.lab.set("SQLLAB01", { keepsOldCopies: true });
  await stage.lab.certify("mi-lab", 90.5);
  await askAnew("mi-lab");
  await expect(copy).toContainText(/not read since the change|older than in use/);
  await askAnew("SQLLAB01");
  await expect(copy).toContainText("older than in use, Azure renewed it");
  await expect(title).toContainText("OK");

  await stage.lab.set("SQLLAB01", { isMissingRoots: true });
  await askAnew("SQLLAB01");
  await expect(findings).toContainText(
    "SQLLAB01 holds an older copy of mi-lab's certificate, and no root authority to trust the present one by.",
  );
  await expect(findings).toContainText("map them to *.database.windows.net");

  await stage.lab.set("SQLLAB01", { isMissingRoots: null, keepsOldCopies: null });
  await askAnew("SQLLAB01");
  await expect(copy).toContainText("the same as in use");
  await expect(findings).toBeHidden();
});

/** Certificates are asked for once a minute, and anew on a new connection. */
async function askAnew(server: string): Promise<void> {
  await stage.lab.fault(server, {});
}
