// The real driver against a server that speaks TDS over TLS and executes the questions over literal rows.
import { afterEach, expect, test } from "vitest";
import type { SqlInstanceFacts, SqlLinkFacts } from "../../domain/sample.ts";
import { Faults } from "../../lab/faults.ts";
import type { Row, Server } from "../../lab/sql/catalog.ts";
import { openSession } from "../../lab/sql/engine.ts";
import { SqlFailure } from "../../lab/sql/errors.ts";
import type { Backend } from "../../lab/sql/result.ts";
import { CA, CERT, KEY, OTHER_CA } from "../../lab/tds/fixture.ts";
import { listenTds, type TdsFace } from "../../lab/tds/server.ts";
import { Secret } from "../secret.ts";
import type { LookFailure, Reading } from "../source.ts";
import { SqlServerSource } from "./source.ts";
import type { SqlAddress, SqlTls } from "./transport.ts";

const now = new Date("2026-05-04T10:00:00Z");
const serverAheadMs = 5000;
const at = (text: string) => Date.parse(`${text}Z`);
const link = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
const innerGroup = "DDDDDDDD-DDDD-DDDD-DDDD-DDDDDDDDDDDD";
const database = "11111111-1111-1111-1111-111111111111";
const here = "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA";
const there = "BBBBBBBB-BBBB-BBBB-BBBB-BBBBBBBBBBBB";
const operation = "CCCCCCCC-CCCC-CCCC-CCCC-CCCCCCCCCCCC";
const earlier = "EEEEEEEE-EEEE-EEEE-EEEE-EEEEEEEEEEEE";
const hiddenGroup = "99999999-9999-9999-9999-999999999999";
const hostile = "dag]; DROP TABLE <script>--";

/** A primary two hours east of UTC whose other side is not connected: its replica has no state row. */
const rows: Record<string, Row[]> = {
  "sys.availability_groups": [
    { group_id: link, name: hostile, is_distributed: true },
    { group_id: innerGroup, name: "AG_ERP", is_distributed: false },
  ],
  "sys.availability_replicas": [
    {
      group_id: link,
      replica_id: here,
      replica_server_name: "AG_ERP",
      endpoint_url: "tcp://sql01.lab:5022",
      session_timeout: 20,
    },
    {
      group_id: link,
      replica_id: there,
      replica_server_name: "AG_MI",
      endpoint_url: "tcp://mi-erp.abc.database.windows.net:5022;Server=[mi-erp]",
    },
    { group_id: innerGroup, replica_id: operation, replica_server_name: "SQL01" },
  ],
  "sys.dm_hadr_availability_replica_states": [
    { group_id: link, replica_id: here, is_local: true, role_desc: "PRIMARY", connected_state_desc: "CONNECTED" },
    {
      group_id: innerGroup,
      replica_id: operation,
      is_local: true,
      role_desc: "PRIMARY",
      connected_state_desc: "CONNECTED",
    },
  ],
  "sys.databases": [
    { database_id: 1, name: "master" },
    { database_id: 2, name: "tempdb", create_date: at("2026-05-01T08:00:00") },
    { database_id: 7, name: "ERP", state: 0, state_desc: "ONLINE", group_database_id: database },
    { database_id: 9, name: "Spare", state: 0, state_desc: "ONLINE" },
  ],
  "sys.dm_db_log_stats": [{ database_id: 7, total_log_size_mb: 12.5, log_backup_time: at("1900-01-01T00:00:00") }],
  "sys.master_files": [
    { database_id: 7, type: 0, size: 128_000, max_size: -1, growth: 64 },
    { database_id: 7, type: 1, size: 1600, max_size: -1, growth: 64 },
  ],
  "sys.dm_server_services": [
    { servicename: "SQL Server (MSSQLSERVER)", status_desc: "Running" },
    { servicename: "SQL Server Agent (MSSQLSERVER)", status_desc: "Running" },
  ],
  "dbcc tracestatus": [{ traceflag: 9567, status: 1, global: 1, session: 0 }],
  "msdb.dbo.backupset": [
    { database_name: "ERP", type: "D", is_copy_only: false, backup_finish_date: at("2026-05-03T22:00:00") },
    { database_name: "ERP", type: "D", is_copy_only: true, backup_finish_date: at("2026-05-04T01:00:00") },
    {
      database_name: "ERP",
      type: "L",
      backup_start_date: at("2026-05-04T11:00:00"),
      backup_finish_date: at("2026-05-04T11:00:10"),
    },
  ],
  "sys.dm_hadr_database_replica_states": [
    {
      group_id: link,
      group_database_id: database,
      replica_id: here,
      database_id: 7,
      is_local: true,
      is_primary_replica: true,
      end_of_log_lsn: 37000060211900000999996n,
      last_commit_time: at("2026-05-04T12:00:00"),
    },
    {
      group_id: innerGroup,
      group_database_id: database,
      replica_id: operation,
      database_id: 7,
      is_local: true,
      is_primary_replica: true,
      end_of_log_lsn: 1n,
    },
  ],
  "sys.dm_hadr_database_replica_cluster_states": [
    { group_database_id: database, replica_id: here, database_name: "ERP" },
  ],
  "sys.dm_hadr_automatic_seeding": [
    {
      ag_id: link,
      ag_db_id: database,
      ag_remote_replica_id: there,
      operation_id: earlier,
      start_time: at("2026-05-04T11:00:00"),
      current_state: "FAILED",
      number_of_attempts: 1,
    },
    {
      ag_id: link,
      ag_db_id: database,
      ag_remote_replica_id: there,
      operation_id: operation,
      start_time: at("2026-05-04T11:30:00"),
      current_state: "SEEDING",
      number_of_attempts: 2,
      is_source: true,
    },
    {
      ag_id: innerGroup,
      ag_db_id: database,
      ag_remote_replica_id: there,
      operation_id: earlier,
      start_time: at("2026-05-04T11:45:00"),
      current_state: "COMPLETED",
      number_of_attempts: 1,
    },
  ],
  "sys.dm_hadr_physical_seeding_stats": [
    {
      local_physical_seeding_id: operation,
      local_database_name: "ERP",
      role_desc: "Source",
      transferred_size_bytes: 1099511627776n,
      start_time_utc: at("2026-05-04T09:30:00"),
    },
  ],
  "sys.database_mirroring_endpoints": [
    { endpoint_id: 65536, name: "Hadr", state_desc: "STARTED", certificate_id: 257, is_encryption_enabled: true },
  ],
  "sys.tcp_endpoints": [{ endpoint_id: 65536, name: "Hadr", port: 5022 }],
  "sys.certificates": [
    {
      certificate_id: 257,
      name: "cert_sql01",
      subject: "CN=SQL01",
      issuer_name: "CN=SQL01",
      pvt_key_encryption_type: "MK",
      expiry_date: at("2027-05-04T00:00:00"),
      thumbprint: new Uint8Array([10, 27]),
    },
    { certificate_id: 258, name: "##MS_Signing##", pvt_key_encryption_type: "NA" },
    { certificate_id: 259, name: "tde", pvt_key_encryption_type: "MK" },
  ],
};

const denied: Record<string, string[]> = {
  blind: ["VIEW ANY DEFINITION"],
  nostate: ["VIEW SERVER STATE", "VIEW SERVER PERFORMANCE STATE"],
};
const definitions = [
  "sys.availability_groups",
  "sys.availability_replicas",
  "sys.certificates",
  "sys.database_mirroring_endpoints",
  "sys.tcp_endpoints",
];

/** A link of many databases: one of them in a group that the catalog does not list. */
const hiddenRows: Record<string, Row[]> = {
  "sys.dm_hadr_internal_availability_groups": [
    { distributed_availability_group_id: link, group_id: hiddenGroup, name: "AG_ERP_CRM", cluster_type_desc: "NONE" },
  ],
  "sys.dm_hadr_internal_availability_replicas": [
    {
      distributed_availability_group_id: link,
      group_id: hiddenGroup,
      replica_id: earlier,
      replica_server_name: "SQL01",
    },
  ],
  "sys.dm_hadr_database_replica_states": [
    ...(rows["sys.dm_hadr_database_replica_states"] ?? []),
    { group_id: hiddenGroup, group_database_id: hiddenGroup, replica_id: earlier, database_id: 8, is_local: true },
  ],
  "sys.dm_hadr_database_replica_cluster_states": [
    ...(rows["sys.dm_hadr_database_replica_cluster_states"] ?? []),
    { group_database_id: hiddenGroup, replica_id: earlier, database_name: "CRM" },
  ],
};

function literalServer(majorVersion: number, more: Record<string, Row[]>): Server {
  return {
    flavour: { platform: "box", majorVersion, hasInternalGroups: more === hiddenRows },
    properties: {
      servername: "SQL01",
      machinename: "SQL01",
      productversion: `${majorVersion}.0.4185.3`,
      edition: "Enterprise Edition",
      engineedition: 3,
      ishadrenabled: 1,
    },
    utcOffsetMinutes: 120,
    now: () => now.getTime() + serverAheadMs,
    mayRead: (login, table) => !(login === "nomsdb" && table.startsWith("msdb.")),
    mayEnter: () => true,
    hasProcedure: () => true,
    hasPermission: (login, permission) => !denied[login]?.includes(permission),
    rows: (table, login) => {
      if (table === refusedTable) throw new SqlFailure(refusal);
      return denied[login]?.includes("VIEW ANY DEFINITION") && definitions.includes(table)
        ? []
        : (more[table] ?? rows[table] ?? []);
    },
  };
}

const faults = new Faults();
const opened: { face: TdsFace; sources: SqlServerSource[] }[] = [];
let logins = 0;
let batches: string[] = [];
/** A view that the server refuses although it never said so, and the error it answers with. */
let refusedTable = "";
let refusal = 229;
/** The connection ends when a batch with this text arrives. */
let deadlyText = "";

afterEach(async () => {
  faults.clear();
  logins = 0;
  batches = [];
  refusedTable = deadlyText = "";
  refusal = 229;
  for (const { face, sources } of opened.splice(0)) {
    await Promise.all(sources.map((source) => source.close()));
    await face.close();
  }
});

async function until(isTrue: () => boolean): Promise<void> {
  for (const started = performance.now(); !isTrue(); ) {
    if (performance.now() - started > 1000) throw new Error("not within a second");
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

async function start({
  user = "linkspan",
  password = "s3cret-word",
  tls = {},
  majorVersion = 16,
  encryption = "required",
  readPassword,
  hidden = false,
}: {
  user?: string;
  password?: string;
  tls?: Partial<SqlTls>;
  majorVersion?: number;
  encryption?: "required" | "off";
  readPassword?: () => string;
  hidden?: boolean;
} = {}) {
  const server = literalServer(majorVersion, hidden ? hiddenRows : {});
  const backend: Backend = {
    programName: "Microsoft SQL Server",
    version: [majorVersion, 0, 4185],
    async login(request) {
      logins++;
      if (request.password !== "s3cret-word") {
        return {
          refused: [
            {
              number: 18456,
              severity: 14,
              state: 1,
              line: 1,
              message: `Login failed for user '${request.user}' (${request.password}).`,
            },
          ],
        };
      }
      const session = openSession(server, request.user, request.database);
      return {
        database: session.database,
        run: (asked) => {
          if (asked.sql.includes("sys.")) batches.push(asked.sql);
          if (deadlyText && asked.sql.includes(deadlyText)) face.dropAll();
          return session.run(asked);
        },
      };
    },
  };
  const face: TdsFace = await listenTds({
    name: "sql01",
    backend,
    faults,
    tls: { key: KEY, cert: CERT },
    encryption,
  });
  const address: SqlAddress = {
    host: "127.0.0.1",
    at: { port: face.port },
    login: { user, password: new Secret("env:X", readPassword ?? (() => password)) },
    readOnlyIntent: false,
    tls: { encrypt: "on", ca: CA, serverName: "sql01.lab", isUnchecked: false, ...tls },
  };
  const source = new SqlServerSource(
    { id: "sql:SQL01", kind: "sqlserver", side: "partner", name: "SQL01", intervalSeconds: 10, isTlsUnchecked: false },
    address,
  );
  opened.push({ face, sources: [source] });
  const read = (when = now, signal = AbortSignal.timeout(8000)): Promise<Reading> => source.read(when, signal);
  const failure = async (signal?: AbortSignal): Promise<LookFailure> => {
    try {
      await read(now, signal);
    } catch (error) {
      // Whoever tells it begins with the name.
      expect((error as LookFailure).message).not.toContain("SQL01");
      return error as LookFailure;
    }
    throw new Error("nothing failed");
  };
  return { face, source, read, failure };
}

test("one look brings every link of the server, and only links", async () => {
  const { read } = await start();
  const { samples, blind } = await read();
  expect(blind).toEqual([]);
  expect(samples).toHaveLength(2);
  expect(samples[0]).toMatchObject({
    about: "link",
    vantage: "partner",
    sourceId: "sql:SQL01",
    key: {
      distributedAvailabilityGroupId: link.toLowerCase(),
      name: hostile,
      partnerName: "SQL01",
      instanceName: "mi-erp",
    },
    facts: {
      replicas: [
        { replicaServerName: "AG_ERP", isLocal: true, roleDesc: "PRIMARY", sessionTimeoutSeconds: 20 },
        { replicaServerName: "AG_MI", isLocal: null, roleDesc: null, connectedStateDesc: null },
      ],
      databases: [
        {
          databaseName: "ERP",
          databaseStateDesc: "ONLINE",
          endOfLogLsn: "37000060211900000999996",
          lastCommitAt: new Date("2026-05-04T10:00:00Z"),
        },
      ],
      seedings: [
        {
          currentState: "SEEDING",
          numberOfAttempts: 2,
          startedAt: new Date("2026-05-04T09:30:00Z"),
          physical: { transferredSizeBytes: 1099511627776, startedAt: new Date("2026-05-04T09:30:00Z") },
        },
      ],
    },
  });
  expect(samples[1]).toMatchObject({
    about: "instance",
    facts: {
      serverName: "SQL01",
      startedAt: new Date("2026-05-01T06:00:00Z"),
      utcOffsetMinutes: 120,
      endpoint: { port: 5022, certificateName: "cert_sql01" },
      certificates: [
        { name: "cert_sql01", use: "endpoint", thumbprint: "0A1B", expiresAt: new Date("2027-05-04T00:00:00Z") },
      ],
    },
  });
  expect((samples[0] as { facts: { databases: unknown[]; seedings: unknown[] } }).facts.databases).toHaveLength(1);
});

test("the server's clock is told, and samples are dated by ours", async () => {
  const { read } = await start();
  await read();
  const { serverClock, samples } = await read();
  expect(serverClock!.at).toEqual(new Date("2026-05-04T10:00:05Z"));
  expect(serverClock!.skewMs).toBeGreaterThan(4500);
  expect(serverClock!.skewMs).toBeLessThanOrEqual(5000);
  expect(Math.abs(samples[0]!.observedAt.getTime() - now.getTime())).toBeLessThan(500);
});

test("the connection stays warm: one batch a poll, one more a minute beside it, everything each quarter, the probe once an hour", async () => {
  const { read } = await start();
  const after = async (time: string) => {
    batches = [];
    const { samples, roundTrips } = await read(new Date(`2026-05-04T${time}Z`));
    const names = batches.flatMap((sql) => [...sql.matchAll(/^-- (\S+)/gm)].map(([, name]) => name));
    return { abouts: samples.map(({ about }) => about), roundTrips, batches: batches.length, names };
  };
  expect(await after("10:00:00")).toMatchObject({ abouts: ["link", "instance"], roundTrips: 3, batches: 3 });
  const loginsAtFirst = logins;
  expect(await after("10:00:10")).toMatchObject({ abouts: ["link"], roundTrips: 1, batches: 1 });
  const minute = await after("10:01:10");
  expect(minute).toMatchObject({ abouts: ["link", "instance"], roundTrips: 2, batches: 2 });
  expect(minute.names).toEqual(expect.arrayContaining(["certificates", "linked-databases", "database-logs"]));
  expect(minute.names).not.toContain("databases");
  expect(minute.names).not.toContain("newest-backups");
  const quarter = await after("10:15:10");
  expect(quarter).toMatchObject({ roundTrips: 2, batches: 2 });
  expect(quarter.names).toEqual(expect.arrayContaining(["databases", "newest-backups", "trace-flags"]));
  expect(await after("11:00:10")).toMatchObject({ roundTrips: 3 });
  expect(logins).toBe(loginsAtFirst);
});

test.each([13, 14, 15, 16, 17])("version %d answers the batch written for it", async (majorVersion) => {
  const { read } = await start({ majorVersion });
  expect((await read()).samples).toHaveLength(2);
});

const instanceOf = ({ samples }: Reading) =>
  samples.find((sample) => sample.about === "instance")?.facts as SqlInstanceFacts;
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

test("parts are kept with their own times until they are asked again", async () => {
  const { read } = await start();
  const first = instanceOf(await read());
  expect(first.traceFlags).toMatchObject({ value: [{ flag: 9567, isGlobal: true }] });
  expect(first.databases).toMatchObject({
    value: [
      { name: "ERP", dataBytes: 1_048_576_000, log: { totalBytes: 13_107_200, fileCount: 1 } },
      { name: "Spare", log: null },
    ],
  });
  const second = instanceOf(await read(later(2)));
  expect(second.traceFlags).toEqual(first.traceFlags);
  expect(second.backups).toEqual(first.backups);
  expect(second.databases!.at.getTime() - first.databases!.at.getTime()).toBeGreaterThan(119_000);
  expect(second.databases!.value.map(({ name }) => name)).toEqual(["ERP", "Spare"]);
});

test("what the server says beforehand this login may not read is not asked, and told", async () => {
  const { read } = await start({ user: "nomsdb" });
  const reading = await read();
  expect(reading.roundTrips).toBe(3);
  expect(reading.samples).toHaveLength(2);
  expect(instanceOf(reading)).toMatchObject({ backups: null, networkChecks: null, leftovers: { value: [] } });
  expect(reading.blind).toContainEqual({
    fact: "backups",
    permission: "SELECT on msdb.dbo.backupset",
    reason: "this login lacks SELECT on msdb.dbo.backupset",
  });
  expect(reading.blind.map(({ fact }) => fact)).toEqual([
    "network tests",
    "output of network tests",
    "backups",
    "log backups",
    "left-over test jobs",
  ]);
});

test("a question refused beside the poll costs only itself, rests, and is tried again with the next probe", async () => {
  const { read } = await start();
  refusedTable = "msdb.dbo.backupset";
  const reading = await read();
  expect(reading.samples).toHaveLength(2);
  expect(instanceOf(reading)).toMatchObject({ backups: null, traceFlags: { value: [{ flag: 9567 }] } });
  const lacks = { permission: "SELECT on msdb.dbo.backupset", reason: "this login lacks SELECT on msdb.dbo.backupset" };
  expect(reading.blind).toEqual([
    { fact: "backups", ...lacks },
    { fact: "log backups", ...lacks },
  ]);
  const loginsAtFirst = logins;
  batches = [];
  expect(await read(later(16))).toMatchObject({ roundTrips: 2, blind: [{ fact: "backups" }, { fact: "log backups" }] });
  expect(batches.join()).not.toContain("msdb.dbo.backupset AS");
  refusedTable = "";
  const granted = await read(later(80));
  expect(granted.blind).toEqual([]);
  expect(instanceOf(granted).backups?.value).toEqual([
    {
      databaseName: "ERP",
      lastFullAt: new Date("2026-05-03T20:00:00Z"),
      lastLogAt: new Date("2026-05-04T09:00:10Z"),
      logBackupsAt: [new Date("2026-05-04T09:00:00Z")],
    },
  ]);
  expect(logins).toBe(loginsAtFirst);
});

test("a lock in the way of a question is told, and the next turn asks again", async () => {
  const { read } = await start();
  [refusedTable, refusal] = ["msdb.dbo.sysjobs", 1222];
  expect((await read()).blind.map(({ fact }) => fact)).toEqual([
    "network tests",
    "output of network tests",
    "left-over test jobs",
  ]);
  refusedTable = "";
  expect((await read(later(2))).blind.map(({ fact }) => fact)).toEqual(["left-over test jobs"]);
  expect((await read(later(16))).blind).toEqual([]);
});

test("a connection that ends beside the poll leaves its samples, and the deadly question rests for an hour", async () => {
  const { read } = await start();
  deadlyText = "-- trace-flags";
  const first = await read();
  expect(first.samples).toHaveLength(2);
  const second = await read(later(1));
  expect(second.samples).toHaveLength(2);
  expect(second.blind.map(({ fact }) => fact)).toEqual(["trace flags"]);
  const third = await read(later(2));
  expect(third.roundTrips).toBe(3);
  expect(instanceOf(third)).toMatchObject({ traceFlags: null, agentStatus: { value: "Running" } });
});

test("in the multiple-database mode the databases of hidden groups count under their link", async () => {
  const { read } = await start({ hidden: true });
  const reading = await read();
  expect(reading.roundTrips).toBe(4);
  const [sample] = reading.samples as { facts: SqlLinkFacts }[];
  expect(sample!.facts.databases.map(({ databaseName, replicaId }) => [databaseName, replicaId])).toEqual([
    ["ERP", here.toLowerCase()],
    ["CRM", here.toLowerCase()],
  ]);
  expect(instanceOf(reading).innerGroups?.value.find(({ distributedGroupId }) => distributedGroupId)).toEqual({
    groupId: hiddenGroup.toLowerCase(),
    name: "AG_ERP_CRM",
    databaseNames: ["CRM"],
    clusterTypeDesc: "NONE",
    distributedGroupId: link.toLowerCase(),
    replicas: [{ replicaServerName: "SQL01", endpointUrl: null, availabilityModeDesc: null }],
  });
  expect((await read(later(0.2))).roundTrips).toBe(1);
});

test("TLS first, as in SQL Server 2022, is spoken too", async () => {
  const { read } = await start({ tls: { encrypt: "strict" } });
  expect((await read()).samples).toHaveLength(2);
});

test("no permission to see definitions is a blind spot, not an absence of links", async () => {
  const { read } = await start({ user: "blind" });
  const { samples, blind } = await read();
  expect(samples.filter(({ about }) => about === "link")).toEqual([]);
  const lacks = { permission: "VIEW ANY DEFINITION", reason: "this login lacks VIEW ANY DEFINITION" };
  expect(blind).toEqual([
    { fact: "links", ...lacks },
    { fact: "mirroring endpoint", ...lacks },
    { fact: "certificates", ...lacks },
    { fact: "availability groups", ...lacks },
    { fact: "left-over test objects", ...lacks },
  ]);
});

test("no permission to see state is denied, with the permission and the login", async () => {
  const { failure } = await start({ user: "nostate" });
  const failed = await failure();
  expect(failed.kind).toBe("denied");
  expect(failed.message).toMatch(/^login nostate lacks VIEW SERVER (PERFORMANCE )?STATE$/);
  expect(failed.permission).toMatch(/^VIEW SERVER (PERFORMANCE )?STATE$/);
});

test("a refused login is denied after one try, and the password is in no message, even if the server says it", async () => {
  const { failure } = await start({ password: "wrong-word" });
  const failed = await failure();
  expect(failed).toMatchObject({ kind: "denied", message: expect.stringContaining("login linkspan") });
  expect(failed.message).not.toContain("wrong-word");
  expect(logins).toBe(1);
});

test("a password that is gone is told as such, and nobody is asked", async () => {
  const { failure } = await start({
    readPassword: () => {
      throw new Error("A secret is gone: the environment has no SQL_PASSWORD");
    },
  });
  expect(await failure()).toMatchObject({
    kind: "denied",
    message: "A secret is gone: the environment has no SQL_PASSWORD",
  });
  expect(logins).toBe(0);
});

test.each([
  ["an authority nobody trusts", { ca: OTHER_CA }],
  ["another name than the certificate's", { serverName: "sql02.lab" }],
] as [string, Partial<SqlTls>][])("%s is unreachable, with advice", async (_, tls) => {
  const { failure } = await start({ tls });
  const failed = await failure();
  expect(failed).toMatchObject({ kind: "unreachable", message: expect.stringContaining("tls.ca") });
  expect(logins).toBe(0);
});

test("any certificate is accepted where the estate says so", async () => {
  const { read } = await start({ tls: { ca: null, serverName: null, isUnchecked: true } });
  expect((await read()).samples).toHaveLength(2);
});

test("a server that offers no encryption never sees the password", async () => {
  const { failure } = await start({ encryption: "off" });
  expect(await failure()).toMatchObject({
    kind: "unreachable",
    message: expect.stringContaining("it offers no encryption, so no credential was sent"),
  });
  expect(logins).toBe(0);
});

test("nobody at the port is unreachable", async () => {
  const { face, failure } = await start();
  await face.close();
  expect(await failure()).toMatchObject({ kind: "unreachable" });
});

test.each([
  ["drops the connection", { dropBeforeAnswer: true }, "unreachable"],
  ["drops mid-row", { dropAfterRows: 1 }, "unreachable"],
  ["answers garbage", { garbage: true }, "malformed"],
  ["answers a token nobody knows", { garbageTokens: "unknown" }, "malformed"],
  ["answers a token out of place", { garbageTokens: "misplaced" }, "malformed"],
  ["refuses connections", { refuse: true }, "unreachable"],
  ["is a deadlock's victim", { sqlError: { number: 1205, message: "Transaction was deadlocked." } }, "malformed"],
] as const)("a server that %s is told as such, and the next look works", async (_, fault, kind) => {
  const { read, failure } = await start();
  faults.set("sql01", fault);
  expect((await failure()).kind).toBe(kind);
  faults.clear();
  expect((await read()).samples).toHaveLength(2);
});

test.each(["unknown", "misplaced"] as const)(
  "a question answered with a token %s is malformed at once",
  async (garbageTokens) => {
    const { face, read, failure } = await start();
    await read();
    faults.set("sql01", { garbageTokens });
    const started = performance.now();
    expect(await failure()).toMatchObject({ kind: "malformed", message: expect.stringContaining("not TDS") });
    expect(performance.now() - started).toBeLessThan(1000);
    await until(() => face.connections() === 0);
    faults.clear();
    expect((await read()).samples).toHaveLength(2);
  },
);

test.each([
  ["hangs at the question", { hang: true }, true],
  ["hangs at login", { hangAtLogin: true }, false],
  ["never ends its answer", { neverEnds: true }, true],
  ["never ends its welcome", { neverEnds: true }, false],
])("a server that %s is let go at the deadline, socket and all", async (_, fault, isWarm) => {
  const { face, failure, read } = await start();
  if (isWarm) await read();
  faults.set("sql01", fault);
  const started = performance.now();
  expect(await failure(AbortSignal.timeout(200))).toMatchObject({ kind: "timeout", message: "no answer in time" });
  expect(performance.now() - started).toBeLessThan(1000);
  await until(() => face.connections() === 0);
  faults.clear();
  expect((await read()).samples).toHaveLength(2);
});

test("a connection that died between polls is opened anew", async () => {
  const { face, read } = await start();
  await read();
  face.dropAll();
  await new Promise((resolve) => setTimeout(resolve, 50));
  expect((await read()).samples).toHaveLength(2);
});
