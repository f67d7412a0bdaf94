import { spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Lab, startLab } from "./lab.ts";

// An independent client is the proof that the lab speaks TDS and not only what one driver wants to hear. CI installs freetds-bin.
const hasTsql = spawnSync("tsql", ["-C"]).status === 0;
const directory = mkdtempSync(join(tmpdir(), "linkspan-freetds-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ scenario: "single", directory });
  const port = lab.ports.sql.SQLLAB01;
  const settings = ["host = 127.0.0.1", `port = ${port}`, "tds version = 7.4", "encryption = require"];
  writeFileSync(join(directory, "freetds.conf"), `[lab]\n${settings.join("\n")}\n`);
});
afterAll(async () => {
  await lab.close();
  rmSync(directory, { recursive: true, force: true });
});

function tsql(password: string, sql: string): Promise<string> {
  return new Promise((resolve) => {
    const child = spawn("tsql", ["-S", "lab", "-U", "linkspan", "-P", password], {
      env: { ...process.env, FREETDSCONF: join(directory, "freetds.conf") },
    });
    let said = "";
    child.stdout.on("data", (chunk) => (said += chunk));
    child.stderr.on("data", (chunk) => (said += chunk));
    child.on("close", () => resolve(said));
    child.stdin.end(`${sql}\ngo\nexit\n`);
  });
}

test.skipIf(!hasTsql)("FreeTDS logs in over TLS and reads the views, all digits of an LSN included", async () => {
  const said = await tsql(
    lab.secrets.password,
    "SELECT ag.name, drs.end_of_log_lsn FROM sys.dm_hadr_database_replica_states drs JOIN sys.availability_groups ag ON ag.group_id = drs.group_id WHERE ag.is_distributed = 1 AND drs.is_local = 1",
  );
  expect(said).toMatch(/orders\t\d{17,25}\n/);
});

test.skipIf(!hasTsql)("FreeTDS is refused a wrong password, and told which column is wrong", async () => {
  expect(await tsql("wrong", "SELECT 1")).toMatch(/18456/);
  expect(await tsql(lab.secrets.password, "SELECT no_such_column FROM sys.databases")).toMatch(/207/);
});
