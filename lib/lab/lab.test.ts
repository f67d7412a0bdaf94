import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mssql from "mssql";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { resourceId } from "./arm-payloads.ts";
import { tlsName } from "./estate-file.ts";
import { type Lab, startLab } from "./lab.ts";
import { rememberedScenario } from "./memory.ts";

const directory = mkdtempSync(join(tmpdir(), "lab-"));
let lab: Lab;

beforeAll(async () => {
  lab = await startLab({ scenario: "crowd:2x25", directory });
});
afterAll(async () => {
  await lab.close();
  rmSync(directory, { recursive: true });
});

const server = "SQLX001";
const instance = "mi-x001";

async function query(name: string, sql: string, more: Partial<mssql.config> = {}): Promise<Record<string, unknown>[]> {
  const pool = new mssql.ConnectionPool({
    server: "127.0.0.1",
    port: lab.ports.sql[name],
    user: "linkspan",
    password: lab.secrets.password,
    connectionTimeout: 1500,
    requestTimeout: 3000,
    pool: { max: 1 },
    options: {
      encrypt: true,
      serverName: tlsName(name),
      cryptoCredentialsDetails: { ca: readFileSync(join(directory, "ca.pem"), "utf8") },
    } as mssql.IOptions,
    ...more,
  });
  try {
    await pool.connect();
    return (await pool.request().batch(sql)).recordset as unknown as Record<string, unknown>[];
  } finally {
    await pool.close();
  }
}

const control = (method: string, path: string, body?: unknown) =>
  fetch(`http://127.0.0.1:${lab.ports.control}${path}`, {
    method,
    body: body === undefined ? undefined : JSON.stringify(body),
  });

const arm = (path: string, token = lab.secrets.token) =>
  fetch(`http://127.0.0.1:${lab.ports.arm}${path}`, { headers: { authorization: `Bearer ${token}` } });

const groups = "SELECT name FROM sys.availability_groups WHERE is_distributed = 1 ORDER BY name";

describe("the lab over TDS", () => {
  it("answers the real driver over TLS, on a SQL Server and on a managed instance", async () => {
    expect(await query(server, groups)).toHaveLength(25);
    expect(await query(instance, groups)).toHaveLength(50);
    const [identity] = await query(
      instance,
      "SELECT CONVERT(int, SERVERPROPERTY('EngineEdition')) AS edition, @@SERVERNAME AS name",
    );
    expect(identity?.edition).toBe(8);
    expect(identity?.name).toMatch(/^mi-x001\.[0-9a-f]{12}\.database\.windows\.net$/);
  });

  it("refuses a wrong password, a database that is not there, and an authority nobody trusts", async () => {
    await expect(query(server, groups, { password: "wrong" })).rejects.toMatchObject({ code: "ELOGIN" });
    await expect(query(server, groups, { database: "Nowhere" })).rejects.toMatchObject({ code: "ELOGIN" });
    await expect(
      query(server, groups, { options: { encrypt: true, serverName: tlsName(server) } as mssql.IOptions }),
    ).rejects.toThrow(/certificate/);
  });

  it("shows a login without VIEW ANY DEFINITION nothing, and refuses one without VIEW SERVER STATE", async () => {
    expect(await query(server, groups, { user: "blind" })).toEqual([]);
    await expect(
      query(server, "SELECT * FROM sys.dm_hadr_database_replica_states", { user: "nostate" }),
    ).rejects.toMatchObject({ number: 297 });
  });

  it("takes an Entra token on a managed instance only", async () => {
    const authentication = {
      type: "azure-active-directory-access-token",
      options: { token: lab.secrets.token },
    } as mssql.config["authentication"];
    expect(await query(instance, "SELECT 1 AS one", { authentication, user: undefined, password: undefined })).toEqual([
      { one: 1 },
    ]);
    await expect(
      query(server, "SELECT 1 AS one", { authentication, user: undefined, password: undefined }),
    ).rejects.toMatchObject({ code: "ELOGIN" });
  });

  it("plays what the control interface tells it, within the same second", async () => {
    const told = await control("POST", "/events", { link: "x001-001", story: "link-disconnected" });
    expect(told.status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 150));
    const rows = await query(
      server,
      `SELECT rs.role_desc, rs.last_connect_error_number FROM sys.availability_groups ag
       JOIN sys.dm_hadr_availability_replica_states rs ON ag.group_id = rs.group_id WHERE rs.is_local = 0 AND ag.name = 'x001-001'`,
    );
    expect(rows).toEqual([{ role_desc: null, last_connect_error_number: 10_060 }]);
    expect(rememberedScenario(directory).events).toHaveLength(1);
    expect((await control("POST", "/events", { link: "x001-001", story: "no-such-story" })).status).toBe(400);
  });

  it("takes settings by field name, keeps them, and refuses a field, a value or a server there is not", async () => {
    const set = (of: string, changes: unknown) => control("POST", "/settings", { of, changes });
    expect((await set(server, { traceFlags: [1800] })).status).toBe(200);
    expect((await set("link:x001-002", { logUsedShare: 0.74 })).status).toBe(200);
    expect(rememberedScenario(directory).settings).toMatchObject([
      { of: server, changes: { traceFlags: [1800] } },
      { of: "link:x001-002", changes: { logUsedShare: 0.74 } },
    ]);
    const refusals = [
      [server, { traceFlag: [1800] }],
      ["link:x001-002", { traceFlags: [1800] }],
      [server, { traceFlags: "1800" }],
      ["SQLX999", { traceFlags: [] }],
    ] as const;
    const answers = await Promise.all(refusals.map(async ([of, changes]) => (await set(of, changes)).json()));
    expect(answers).toMatchObject([
      { error: expect.stringContaining('no setting "traceFlag" of a server: there are endpointState') },
      { error: expect.stringContaining('no setting "traceFlags" of a link') },
      { error: "traceFlags is no list" },
      { error: 'no server "SQLX999" and no such link in scenario crowd' },
    ]);
    expect((await set(server, { traceFlags: null })).status).toBe(200);
  });

  it("hangs at login while it is told to, and answers again after", async () => {
    await control("POST", "/faults", { face: server, fault: { hangAtLogin: true } });
    await expect(query(server, groups)).rejects.toMatchObject({ code: "ETIMEOUT" });
    await control("DELETE", `/faults?face=${server}`);
    expect(await query(server, groups)).toHaveLength(25);
  });
});

describe("the lab as ARM", () => {
  const path = () => resourceId(lab.scenario().managedInstances[0]!);

  it("pages through all links of an instance, twenty at a time", async () => {
    const names: string[] = [];
    let next: string | undefined = `${path()}/distributedAvailabilityGroups?api-version=2025-01-01`;
    let pages = 0;
    while (next) {
      const answer = await arm(next);
      expect(answer.headers.get("x-ms-request-id")).toMatch(/^[0-9a-f-]{36}$/);
      expect(Number(answer.headers.get("x-ms-ratelimit-remaining-subscription-reads"))).toBeGreaterThan(0);
      const body = (await answer.json()) as { value: { name: string }[]; nextLink?: string };
      names.push(...body.value.map((entry) => entry.name));
      next = body.nextLink && new URL(body.nextLink).pathname + new URL(body.nextLink).search;
      pages += 1;
    }
    expect([names.length, new Set(names).size, pages]).toEqual([50, 50, 3]);
  });

  it.each([
    [401, "InvalidAuthenticationToken", () => arm(`${path()}?api-version=2025-01-01`, "another")],
    [400, "MissingApiVersionParameter", () => arm(path())],
    [404, "ResourceNotFound", () => arm(`${path()}x?api-version=2025-01-01`)],
    [404, "ResourceNotFound", () => arm(`${path()}/distributedAvailabilityGroups/none?api-version=2025-01-01`)],
  ] as const)("answers %i %s in ARM's error body", async (status, code, ask) => {
    const answer = await ask();
    expect(answer.status).toBe(status);
    expect(await answer.json()).toMatchObject({ error: { code } });
  });

  it("speaks the flat shape of 2021 to an old client", async () => {
    const answer = await arm(`${path()}/distributedAvailabilityGroups?api-version=2021-11-01-preview`);
    const { value } = (await answer.json()) as { value: { properties: Record<string, unknown> }[] };
    expect(value[0]?.properties).toMatchObject({ linkState: "Catchup", targetDatabase: "Db001_001" });
    expect(value[0]?.properties.databases).toBeUndefined();
  });

  it("throttles with Retry-After when told to", async () => {
    lab.setFault("arm", { httpStatus: 429, retryAfterSeconds: 7 });
    const answer = await arm(`${path()}?api-version=2025-01-01`);
    lab.clearFaults("arm");
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  it("gives certificates whose thumbprint is the one the SQL Server shows", async () => {
    const answer = await arm(`${path()}/serverTrustCertificates?api-version=2025-01-01`);
    const { value } = (await answer.json()) as { value: { properties: { thumbprint: string } }[] };
    const [row] = await query(server, "SELECT thumbprint FROM sys.certificates WHERE name = 'Cert_SQLX001_endpoint'");
    expect(value[0]?.properties.thumbprint).toBe(
      `0x${Buffer.from(row?.thumbprint as Uint8Array)
        .toString("hex")
        .toUpperCase()}`,
    );
  });
});

describe("the lab as Microsoft Entra", () => {
  const ask = (secret: string) =>
    new Promise<{ status: number; body: Record<string, unknown> }>((resolve, reject) => {
      const ca = readFileSync(join(directory, "ca.pem"));
      const options = {
        host: "localhost",
        family: 4,
        port: lab.ports.oauth,
        path: "/tenant/oauth2/v2.0/token",
        method: "POST",
        ca,
      };
      const asked = request(options, (answer) => {
        let text = "";
        answer.on("data", (chunk) => {
          text += chunk;
        });
        answer.on("end", () => resolve({ status: answer.statusCode ?? 0, body: JSON.parse(text) }));
      });
      asked.on("error", reject).end(`grant_type=client_credentials&client_id=x&client_secret=${secret}`);
    });

  it("hands a service principal the token the other faces accept, and refuses a wrong secret", async () => {
    const granted = await ask(lab.secrets.password);
    expect(granted).toMatchObject({ status: 200, body: { token_type: "Bearer", access_token: lab.secrets.token } });
    expect(await ask("wrong")).toMatchObject({ status: 401, body: { error: "invalid_client" } });
  });
});

describe("the lab's inbox", () => {
  it("keeps what is posted, and lists it", async () => {
    const inbox = `http://127.0.0.1:${lab.ports.inbox}`;
    await fetch(`${inbox}/hook/teams`, { method: "POST", body: JSON.stringify({ text: "split brain" }) });
    const messages = (await (await fetch(`${inbox}/messages`)).json()) as unknown[];
    expect(messages).toMatchObject([{ path: "/hook/teams", body: { text: "split brain" } }]);
  });
});
