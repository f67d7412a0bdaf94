import { expect, test } from "vitest";
import { LookFailure } from "../source.ts";
import { instanceFacts, readAnswer, readCapabilities, tellAll } from "./rows.ts";

const group = "6F9619FF-8B86-D011-B42D-00C04FC964FF";
const database = "11111111-1111-1111-1111-111111111111";
const here = "AAAAAAAA-AAAA-AAAA-AAAA-AAAAAAAAAAAA";
const there = "BBBBBBBB-BBBB-BBBB-BBBB-BBBBBBBBBBBB";
const inner = "CCCCCCCC-CCCC-CCCC-CCCC-CCCCCCCCCCCC";
const hostile = ["x]; DROP TABLE links--", "<script>alert(1)</script>", "'; EXEC xp_cmdshell 'x", "日本\u202Etxt", ""];

const identity = {
  started_at_instant: new Date("2026-05-04T10:00:00.500Z"),
  started_at_local: new Date("2026-05-04T12:00:00.500Z"),
  server_name: "SQLHAM01",
  machine_name: "HAM-VM-1",
  product_version: "16.0.4185.3",
  product_update_level: "CU18",
  edition: "Enterprise Edition (64-bit)",
  engine_edition: 3,
  is_hadr_enabled: 1,
  collation: "Latin1_General_CI_AS",
  engine_started_at: new Date("2026-05-01T08:00:00Z"),
  may_view_any_definition: 1,
};
const replica = {
  group_id: group,
  group_name: "dag-erp",
  replica_id: here,
  replica_server_name: "AG_ERP",
  endpoint_url: "tcp://sqlham01.lab:5022",
  availability_mode_desc: "ASYNCHRONOUS_COMMIT",
  failover_mode_desc: "MANUAL",
  session_timeout: 20,
  seeding_mode_desc: "AUTOMATIC",
  is_local: true,
  role_desc: "PRIMARY",
  operational_state_desc: "ONLINE",
  connected_state_desc: "CONNECTED",
  synchronization_health_desc: "HEALTHY",
  last_connect_error_number: null,
  last_connect_error_description: null,
  last_connect_error_timestamp: null,
};
const replicaState = {
  group_id: group,
  group_database_id: database,
  replica_id: here,
  database_name: "ERP",
  is_local: true,
  is_primary_replica: true,
  database_state_desc: "ONLINE",
  synchronization_state_desc: "SYNCHRONIZED",
  synchronization_health_desc: "HEALTHY",
  is_suspended: false,
  suspend_reason_desc: null,
  end_of_log_lsn: "37000060211900000999996",
  last_sent_lsn: null,
  last_sent_time: null,
  last_received_lsn: null,
  last_received_time: null,
  last_hardened_lsn: "0000000037000060211900000",
  last_hardened_time: new Date("2026-05-04T12:00:00Z"),
  last_redone_lsn: null,
  last_redone_time: null,
  last_commit_lsn: "",
  last_commit_time: null,
  log_send_queue_size: "12",
  log_send_rate: null,
  redo_queue_size: "-1",
  redo_rate: "9007199254740993",
  secondary_lag_seconds: "0",
};
const seeding = {
  group_id: group,
  group_database_id: database,
  ag_remote_replica_id: there,
  operation_id: inner,
  database_name: "ERP",
  is_source: true,
  current_state: "SEEDING",
  performed_seeding: true,
  failure_state: null,
  failure_state_desc: null,
  error_code: null,
  number_of_attempts: 1,
  start_time: new Date("2026-05-04T11:00:00Z"),
  completion_time: null,
  local_physical_seeding_id: inner,
  role_desc: "Source",
  internal_state_desc: "ReadingAndSendingData",
  transferred_size_bytes: "1099511627776",
  database_size_bytes: "2199023255552",
  transfer_rate_bytes_per_second: "104857600",
  total_disk_io_wait_time_ms: "10",
  total_network_wait_time_ms: "20",
  is_compression_enabled: false,
  start_time_utc: new Date("2026-05-04T09:00:00Z"),
  estimate_time_complete_utc: null,
  failure_code: 0,
  failure_message: null,
};
const endpoint = {
  name: "Hadr_endpoint",
  state_desc: "STARTED",
  port: 5022,
  connection_auth_desc: "CERTIFICATE",
  is_encryption_enabled: true,
  encryption_algorithm_desc: "AES",
  certificate_id: 257,
  certificate_name: "cert_sqlham01",
};
const certificate = {
  certificate_id: 257,
  name: "cert_sqlham01",
  subject: "CN=SQLHAM01",
  issuer_name: "CN=SQLHAM01",
  thumbprint: Buffer.from("0a1b", "hex"),
  start_date: new Date("2025-05-04T00:00:00Z"),
  expiry_date: new Date("2027-05-04T00:00:00Z"),
  pvt_key_encryption_type: "MK",
};
const remote = { ...replica, replica_id: there, replica_server_name: "AG_MI", is_local: false, role_desc: "SECONDARY" };

const at = new Date("2026-05-04T10:00:01Z");
const asked = [
  "clock-and-identity",
  "distributed-availability-groups-and-replicas",
  "database-replica-states",
  "seedings",
  "mirroring-endpoint",
  "certificates",
  "cost",
].map((name) => ({ name }));

type Rows = Record<string, unknown>[];
function answer(
  more: {
    replicas?: Rows;
    states?: Rows;
    seedings?: Rows;
    endpoints?: Rows;
    certificates?: Rows;
    identity?: object;
  } = {},
) {
  const said = readAnswer(asked, [
    [{ ...identity, ...more.identity }],
    more.replicas ?? [replica, remote],
    more.states ?? [replicaState],
    more.seedings ?? [],
    more.endpoints ?? [endpoint],
    more.certificates ?? [certificate],
    [{ ended_at_instant: Object.assign(new Date("2026-05-04T10:00:00.502Z"), { nanosecondsDelta: 0.0005 }) }],
  ]);
  return { ...said, instance: instanceFacts(said, tellAll({}, said.answers, 120, at)) };
}
function failure(run: () => unknown): LookFailure {
  try {
    run();
  } catch (error) {
    if (error instanceof LookFailure) return error;
  }
  throw new Error("nothing failed");
}

test("LSNs past 2^53 stay exact, and an empty one is not known", () => {
  const [row] = answer().links[0]!.databases;
  expect(row!.endOfLogLsn).toBe("37000060211900000999996");
  expect(row!.lastHardenedLsn).toBe("37000060211900000");
  expect(row!.lastCommitLsn).toBeNull();
});

test("a queue that is negative or past 2^53 is not known, and 0 is 0", () => {
  const [row] = answer().links[0]!.databases;
  expect(row).toMatchObject({
    logSendQueueKb: 12,
    logSendRateKbPerSecond: null,
    redoQueueKb: null,
    redoRateKbPerSecond: null,
    secondaryLagSeconds: 0,
  });
});

test("server-local times become instants, UTC times and certificate dates stay", () => {
  const { links, instance, utcNow, serverMs } = answer({ seedings: [seeding] });
  expect(links[0]!.databases[0]!.lastHardenedAt).toEqual(new Date("2026-05-04T10:00:00Z"));
  expect(links[0]!.seedings[0]).toMatchObject({
    startedAt: new Date("2026-05-04T09:00:00Z"),
    physical: { startedAt: new Date("2026-05-04T09:00:00Z"), transferredSizeBytes: 1099511627776 },
  });
  expect(instance).toMatchObject({
    startedAt: new Date("2026-05-01T06:00:00Z"),
    utcOffsetMinutes: 120,
    isHadrEnabled: true,
  });
  expect(instance.certificates[0]!.expiresAt).toEqual(new Date("2027-05-04T00:00:00Z"));
  expect(utcNow).toEqual(new Date("2026-05-04T10:00:00.500Z"));
  expect(serverMs).toBe(2.5);
});

test("ids are lower case, so that both sides and ARM agree", () => {
  expect(answer().links[0]).toMatchObject({
    groupId: group.toLowerCase(),
    replicas: [{ replicaId: here.toLowerCase() }, {}],
  });
});

test("a replica without a state row is there, with everything unknown", () => {
  const bare = {
    ...remote,
    is_local: null,
    role_desc: null,
    connected_state_desc: null,
    synchronization_health_desc: null,
  };
  expect(answer({ replicas: [replica, bare] }).links[0]!.replicas[1]).toMatchObject({
    isLocal: null,
    roleDesc: null,
    connectedStateDesc: null,
  });
});

test.each(hostile)("a name like %j is carried as it is", (name) => {
  const { links, instance } = answer({
    replicas: [{ ...replica, group_name: name, replica_server_name: name }],
    states: [{ ...replicaState, database_name: name }],
    certificates: [{ ...certificate, name, subject: name }],
  });
  expect(links[0]).toMatchObject({
    name,
    replicas: [{ replicaServerName: name }],
    databases: [{ databaseName: name }],
  });
  expect(instance.certificates[0]).toMatchObject({ name, subject: name });
});

test("columns nobody asked for are ignored", () => {
  expect(answer({ states: [{ ...replicaState, quorum_commit_lsn: 1 }] }).links[0]!.databases[0]).not.toHaveProperty(
    "quorum_commit_lsn",
  );
});

test("empty result sets are an answer without links", () => {
  const empty = answer({ replicas: [], states: [], endpoints: [], certificates: [] });
  expect(empty.links).toEqual([]);
  expect(empty.instance).toMatchObject({ endpoint: null, certificates: [] });
});

test.each([
  ["states", { ...replicaState, group_id: "not-a-guid" }, "database-replica-states: column group_id"],
  ["states", { ...replicaState, end_of_log_lsn: 3.7e22 }, "database-replica-states: column end_of_log_lsn"],
  ["states", { ...replicaState, log_send_queue_size: "many" }, "database-replica-states: column log_send_queue_size"],
  [
    "states",
    Object.fromEntries(Object.entries(replicaState).filter(([column]) => column !== "is_suspended")),
    "database-replica-states: column is_suspended",
  ],
  ["replicas", { ...replica, group_name: null }, "distributed-availability-groups-and-replicas: column group_name"],
  ["seedings", { ...seeding, start_time: "2026-05-04" }, "seedings: column start_time"],
  ["seedings", { ...seeding, start_time: new Date(Number.NaN) }, "seedings: column start_time"],
  ["certificates", { ...certificate, thumbprint: "0x0A" }, "certificates: column thumbprint"],
])("a malformed row of %s is told by question and column", (which, row, told) => {
  expect(failure(() => answer({ [which]: [row] }))).toMatchObject({
    kind: "malformed",
    message: `${told} holds something that cannot be read`,
  });
});

test("an offset no clock can have is refused", () => {
  expect(
    failure(() => answer({ identity: { started_at_local: new Date("2026-05-06T10:00:00.500Z") } })).message,
  ).toContain("2880 minutes from UTC");
});

test("a batch cut short is malformed, not an empty estate", () => {
  expect(failure(() => readAnswer(asked, [[identity]]))).toMatchObject({
    kind: "malformed",
    message: "7 questions were asked, 1 were answered",
  });
  expect(failure(() => readAnswer(asked, [[], [], [], [], [], [], []])).kind).toBe("malformed");
});

test("a Business Critical instance's inner copies are left out, the partner's row stays", () => {
  const states = [
    { ...replicaState, replica_id: here, is_local: true, is_primary_replica: true, database_name: "mine" },
    { ...replicaState, replica_id: inner, is_local: true, is_primary_replica: false, database_name: "local copy" },
    { ...replicaState, replica_id: there, is_local: false, is_primary_replica: false, database_name: "partner" },
    { ...replicaState, replica_id: inner, is_local: false, is_primary_replica: false, database_name: "far copy" },
  ];
  expect(answer({ states }).links[0]!.databases.map((row) => row.databaseName)).toEqual(["mine", "partner"]);
});

test("a forwarder that is primary of nothing keeps its only row", () => {
  const states = [{ ...replicaState, is_primary_replica: false }];
  expect(answer({ states }).links[0]!.databases).toHaveLength(1);
  expect(answer({ states: [{ ...replicaState, is_primary_replica: null }] }).links[0]!.databases).toHaveLength(1);
});

test("rows of a group that is no link are dropped", () => {
  expect(
    answer({ states: [{ ...replicaState, group_id: inner }], seedings: [{ ...seeding, group_id: inner }] }).links[0],
  ).toMatchObject({
    databases: [],
    seedings: [],
  });
});

test("of two attempts begun in the same instant the later one counts; other replicas keep theirs", () => {
  const seedings = [
    { ...seeding, number_of_attempts: 1, current_state: "FAILED" },
    { ...seeding, number_of_attempts: 2 },
    { ...seeding, ag_remote_replica_id: inner, number_of_attempts: 1 },
  ];
  expect(answer({ seedings }).links[0]!.seedings.map((row) => [row.numberOfAttempts, row.currentState])).toEqual([
    [2, "SEEDING"],
    [1, "SEEDING"],
  ]);
});

test("a seeding that never streamed has no physical half", () => {
  const failed = { ...seeding, local_physical_seeding_id: null, current_state: "FAILED", failure_state: 121 };
  expect(answer({ seedings: [failed] }).links[0]!.seedings[0]).toMatchObject({ failureState: 121, physical: null });
});

test.each([
  ["endpoint", {}],
  ["other", { certificate_id: 300, pvt_key_encryption_type: "MK" }],
  [
    "trust",
    {
      certificate_id: 300,
      pvt_key_encryption_type: "NA",
      name: "mi.abc.database.windows.net",
      issuer_name: "CN=Microsoft Azure RSA TLS Issuing CA 03",
    },
  ],
  ["trust", { certificate_id: 300, pvt_key_encryption_type: "NA", subject: "CN=SQLHAM02", issuer_name: "CN=SQLHAM02" }],
  [
    "root",
    {
      certificate_id: 300,
      pvt_key_encryption_type: "NA",
      name: "DigiCertPKI",
      subject: "CN=DigiCert Global Root G2",
      issuer_name: "CN=DigiCert Global Root G2",
    },
  ],
])("a certificate is told to be of use %s", (use, change) => {
  expect(answer({ certificates: [{ ...certificate, ...change }] }).instance.certificates[0]).toMatchObject({
    use,
    thumbprint: "0A1B",
  });
});

test("capabilities are names in lower case, and none at all is malformed", () => {
  const rows = [{ view_name: "availability_replicas", column_name: "Seeding_Mode_Desc" }];
  expect([...readCapabilities([rows])]).toEqual(["availability_replicas.seeding_mode_desc"]);
  expect(failure(() => readCapabilities([[]])).kind).toBe("malformed");
  expect(failure(() => readCapabilities([])).kind).toBe("malformed");
});
