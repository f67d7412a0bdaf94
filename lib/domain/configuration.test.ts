import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { ConfigurationCheck, LinkView } from "./assessment.ts";
import { checkConfiguration } from "./configuration.ts";
import { type RequirementKey, requirements } from "./configuration-requirements.ts";
import { hearLink } from "./hearing.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { ArmInstanceFacts, SqlInstanceFacts, SqlReplicaFacts } from "./sample.ts";

const checks = (view: LinkView) => checkConfiguration(hearLink(view, null, defaultLimits, link.now));
const check = (view: LinkView, key: RequirementKey) => checks(view).find((one) => one.key === key);

interface Change {
  server?: Partial<SqlInstanceFacts>;
  other?: Partial<SqlInstanceFacts>;
  own?: Partial<SqlReplicaFacts>;
  remote?: Partial<SqlReplicaFacts>;
  arm?: Partial<ArmInstanceFacts>;
  linkMode?: string;
}

/** The link of the fixture with something else on one side. Nothing flows unless it says so: what flows softens. */
function changed({ server, other, own, remote, arm, linkMode }: Change, state = "NOT SYNCHRONIZING"): LinkView {
  const databases = [link.database({ synchronizationStateDesc: state, databaseStateDesc: null })];
  const replicas = [link.replica(own), link.replica({ replicaId: "r-instance", isLocal: false, ...remote })];
  return link.linkView({
    partner: link.voice(link.partnerSource, link.partnerFacts({ replicas, databases }), link.sqlInstance(server)),
    instance: link.voice(
      link.instanceSource,
      link.instanceFacts({ databases }),
      link.sqlInstance({ serverName: "mi-erp-weu", ...other }),
    ),
    arm: link.armVoice(link.armSource, link.armFacts({ linkMode: linkMode ?? null }), {
      ...link.armInstance(),
      ...arm,
    }),
  });
}

const endpoint = { ...link.sqlInstance().endpoint! };
const withEndpoint = (changes: Partial<typeof endpoint>): Change => ({
  server: { endpoint: { ...endpoint, ...changes } },
});
const flags = (...on: number[]) => link.reported(on.map((flag) => ({ flag, isGlobal: true })));
const settings = (changes: Parameters<typeof link.databaseSettings>[0]): Change => ({
  server: { databases: link.reported([link.databaseSettings(changes)]) },
});
const group = link.sqlInstance().innerGroups!.value[0]!;
const withGroup = (changes: Partial<typeof group>): Change => ({
  server: { innerGroups: link.reported([{ ...group, ...changes }]) },
});
const leftovers = (...found: [kind: "job" | "endpoint" | "certificate" | "procedure", name: string][]): Change => ({
  server: { leftovers: link.reported(found.map(([kind, name]) => ({ kind, name, createdAt: null }))) },
});

const url = "tcp://mi-erp-weu.4c1e.database.windows.net:5022";

test("a link as the setup makes it meets every requirement", () => {
  const all = checks(link.linkView());
  expect(all.filter((one) => one.verdict !== "ok")).toEqual([]);
  expect(all.map((one) => one.key).sort()).toEqual(Object.keys(requirements).sort());
  expect(all.every((one) => one.reason.endsWith(".") && one.evidence.length > 0)).toBe(true);
});

describe("met", () => {
  test.each<[RequirementKey, Change, string]>([
    [
      "build",
      {},
      "SQLHAM01 runs 16.0.4125.3 CU13: carries a link; fails over by T-SQL; takes a managed instance as initial primary.",
    ],
    [
      "build",
      { server: { productVersion: "18.0.1.1", productUpdateLevel: null } },
      "SQLHAM01 runs 18.0.1.1: newer than the builds Linkspan knows.",
    ],
    ["edition", { server: { edition: "Standard Developer Edition" } }, "SQLHAM01 is Standard Developer Edition."],
    ["trace-flags", {}, "1800 and 9567 are on at SQLHAM01."],
    [
      "trace-flags",
      { server: { traceFlags: link.reported([{ flag: 9567, isGlobal: false }]) } },
      "1800 is off: it matters where the log disks of the sides differ in sector size. 9567 is off: seeding goes uncompressed.",
    ],
    ["agent", { server: { agentStatus: link.reported("Stopped") } }, "only a network test needs it"],
    ["agent", { server: { agentStatus: null, hostPlatform: "Linux" } }, "runs on Linux"],
    ["collation", {}, "Both sides have Latin1_General_100_CI_AS."],
    [
      "endpoint.authentication",
      withEndpoint({ connectionAuthDesc: "NEGOTIATE, CERTIFICATE" }),
      "NEGOTIATE, CERTIFICATE",
    ],
    ["endpoint.algorithm", withEndpoint({ encryptionAlgorithmDesc: "AES, RC4" }), "is AES, RC4."],
    ["endpoint.port", withEndpoint({ port: 5023 }), "listens on 5023, which is allowed"],
    ["inner-group.cluster-type", withGroup({ clusterTypeDesc: "wsfc" }), "is of cluster type WSFC: its nodes"],
    [
      "inner-group.cluster-type",
      { server: { ...withGroup({ clusterTypeDesc: null }).server, productVersion: "13.0.7037.1" } },
      "SQL Server 2016 knows no cluster type.",
    ],
    ["distributed-group.mode", { own: { availabilityModeDesc: "SYNCHRONOUS_COMMIT" } }, "as for a cutover"],
    [
      "endpoint.partner-url",
      { own: { endpointUrl: "TCP://10.1.2.3:5022" } },
      "SQLHAM01 is reached at TCP://10.1.2.3:5022.",
    ],
    ["endpoint.instance-url", {}, `mi-erp-weu is reached at ${url};Server=[mi-erp-weu].`],
    ["recovery-model", {}, "ERP_Hamburg is in FULL."],
    ["full-backup", {}, "Newest full backup: that of ERP_Hamburg is of 18 Nov."],
    ["log-files", {}, "ERP_Hamburg has one log file."],
    [
      "endpoint.instance-url",
      { remote: { endpointUrl: `${url};Server=[mi-erp-weu];Database=[ERP_Hamburg]` } },
      "Database=[ERP_Hamburg].",
    ],
    [
      "link-mode",
      { server: { isMultiDatabaseLink: null, productVersion: "15.0.4385.2", productUpdateLevel: "CU28" } },
      "its build knows no other",
    ],
    [
      "link-mode",
      { server: { isMultiDatabaseLink: link.reported(true), productUpdateLevel: "CU27" }, linkMode: "MultiDatabase" },
      "Links of SQLHAM01 carry many databases; this one 1 database.",
    ],
    ["failback", {}, "mi-erp-weu keeps to SQLServer2022, as SQLHAM01 needs; failover by T-SQL too."],
    ["failback", { server: { productVersion: "15.0.4385.2" } }, "None: a failover to mi-erp-weu removes the link"],
    [
      "failback",
      { arm: { updatePolicy: "AlwaysUpToDate" } },
      "mi-erp-weu keeps to AlwaysUpToDate, SQLHAM01 needs SQLServer2022: after a failover to mi-erp-weu no log comes back.",
    ],
    ["leftovers.partner", {}, "Nothing is left on SQLHAM01."],
  ])("%s: %o", (key, change, reason) => {
    const found = check(changed(change), key);
    expect(found?.reason).toContain(reason);
    expect([found?.verdict, found?.step, found?.script]).toEqual(["ok", null, null]);
  });
});

describe("not met", () => {
  test.each<[RequirementKey, Change, ConfigurationCheck["verdict"], string]>([
    [
      "build",
      { server: { productVersion: "14.0.3456.2", productUpdateLevel: "CU31" } },
      "problem",
      "SQLHAM01 runs 14.0.3456.2 CU31 and is SQL Server 2017, which carries a link from 14.0.3490.10 (CU31 with the Azure Connect Pack) on.",
    ],
    ["edition", { server: { edition: "Express Edition" } }, "problem", "SQLHAM01 is Express Edition."],
    ["always-on", { server: { isHadrEnabled: false } }, "problem", "Always On is not enabled on SQLHAM01."],
    [
      "trace-flag-12381",
      { server: { traceFlags: flags(12381) } },
      "attention",
      "12381 is still on at SQLHAM01, and no database is seeding.",
    ],
    ["recovery-model", settings({ recoveryModelDesc: "SIMPLE" }), "problem", "ERP_Hamburg is in SIMPLE."],
    [
      "full-backup",
      {
        server: {
          backups: link.reported([
            { databaseName: "ERP_Hamburg", lastFullAt: null, lastLogAt: null, logBackupsAt: [] },
          ]),
        },
      },
      "problem",
      "msdb of SQLHAM01 knows no full backup of ERP_Hamburg, or only COPY_ONLY ones.",
    ],
    [
      "log-files",
      settings({ log: { ...link.databaseSettings().log!, fileCount: 3 } }),
      "problem",
      "ERP_Hamburg has 3 log files.",
    ],
    [
      "collation",
      { other: { collation: "SQL_Latin1_General_CP1_CI_AS" } },
      "attention",
      "SQLHAM01 has Latin1_General_100_CI_AS, mi-erp-weu has SQL_Latin1_General_CP1_CI_AS.",
    ],
    [
      "root-authorities",
      { server: { certificates: [link.certificate(), link.root("MicrosoftPKI")] } },
      "attention",
      "SQLHAM01 holds no root of DigiCert.",
    ],
    ["endpoint", { server: { endpoint: null } }, "problem", "SQLHAM01 has no mirroring endpoint."],
    [
      "endpoint.state",
      withEndpoint({ stateDesc: "STOPPED" }),
      "problem",
      "database_mirroring_endpoint on SQLHAM01 is STOPPED.",
    ],
    ["endpoint.authentication", withEndpoint({ connectionAuthDesc: "NTLM" }), "problem", "is NTLM."],
    ["endpoint.encryption", withEndpoint({ isEncryptionEnabled: false }), "problem", "does not encrypt."],
    ["endpoint.algorithm", withEndpoint({ encryptionAlgorithmDesc: "RC4" }), "problem", "is RC4."],
    [
      "inner-group",
      withGroup({ replicas: [{ ...group.replicas[0]!, availabilityModeDesc: "ASYNCHRONOUS_COMMIT" }] }),
      "attention",
      "AG_ERP_Hamburg under the link is ASYNCHRONOUS_COMMIT.",
    ],
    [
      "distributed-group.seeding-mode",
      { remote: { seedingModeDesc: "MANUAL" } },
      "problem",
      "SQLHAM01 says MANUAL for erp-hamburg.",
    ],
    [
      "distributed-group.failover-mode",
      { own: { failoverModeDesc: "AUTOMATIC" } },
      "attention",
      "SQLHAM01 says AUTOMATIC",
    ],
    [
      "distributed-group.session-timeout",
      { own: { sessionTimeoutSeconds: 10 } },
      "attention",
      "erp-hamburg waits 10 s on SQLHAM01; the setup recommends 20 s.",
    ],
    [
      "endpoint.partner-url",
      { own: { endpointUrl: "tcp://sqlham01.corp.example:5023" } },
      "problem",
      "names port 5023, the endpoint of SQLHAM01 listens on 5022.",
    ],
    [
      "endpoint.partner-url",
      { own: { endpointUrl: "tcp://localhost:5022" } },
      "problem",
      "leads the managed instance to itself.",
    ],
    ["endpoint.partner-url", { own: { endpointUrl: "sqlham01" } }, "problem", "sqlham01 is no address."],
    ["endpoint.instance-url", { remote: { endpointUrl: url } }, "problem", `${url} lacks ;Server=[…].`],
    [
      "endpoint.instance-url",
      { remote: { endpointUrl: `${url.replace("5022", "1433")};Server=[mi-erp-weu]` } },
      "problem",
      "names port 1433",
    ],
    [
      "endpoint.instance-url",
      { remote: { endpointUrl: `${url};Server=[mi-crm-weu]` } },
      "problem",
      "leads to mi-crm-weu, not to mi-erp-weu.",
    ],
    [
      "endpoint.instance-url",
      { remote: { endpointUrl: "tcp://10.48.2.4:5022;Server=[mi-erp-weu]" } },
      "attention",
      "goes by another host name than mi-erp-weu.4c1e.database.windows.net.",
    ],
    [
      "link-mode",
      { server: { isMultiDatabaseLink: link.reported(true), productUpdateLevel: "CU18" } },
      "problem",
      "SQLHAM01 is set to links of many databases, which Enterprise Edition 16.0.4125.3 CU18 does not carry.",
    ],
    [
      "link-mode",
      { server: { isMultiDatabaseLink: link.reported(false) }, linkMode: "MultiDatabase" },
      "attention",
      "SQLHAM01 is set to links of one database, ARM says MultiDatabase.",
    ],
    [
      "failback",
      {
        arm: { updatePolicy: "AlwaysUpToDate" },
        own: { roleDesc: "SECONDARY" },
        remote: { roleDesc: "PRIMARY" },
      },
      "ok",
      "no log comes back.",
    ],
    [
      "leftovers.partner",
      leftovers(["certificate", "TEST_CERT"], ["job", "TestMILinkConnection"]),
      "attention",
      "A network test left TestMILinkConnection and TEST_CERT on SQLHAM01.",
    ],
  ])("%s: %o", (key, change, verdict, reason) => {
    const found = check(changed(change), key);
    expect([found?.verdict, found?.reason]).toEqual([verdict, expect.stringContaining(reason)]);
    expect(found?.step === null).toBe(verdict === "ok");
  });
});

describe("not known", () => {
  const nothing: Change = {
    server: {
      productVersion: null,
      edition: null,
      isHadrEnabled: null,
      collation: null,
      traceFlags: null,
      agentStatus: null,
      databases: null,
      backups: null,
      innerGroups: null,
      leftovers: null,
      isMultiDatabaseLink: null,
      endpoint: {
        ...endpoint,
        stateDesc: null,
        port: null,
        connectionAuthDesc: null,
        isEncryptionEnabled: null,
        encryptionAlgorithmDesc: null,
      },
    },
    other: { leftovers: null, databases: null },
  };

  test("what nobody told is not told yet, one check at a time", () => {
    const told = checks(changed(nothing)).filter((one) => one.verdict !== "unknown");
    expect(told.map((one) => one.key).sort()).toEqual([
      "distributed-group.failover-mode",
      "distributed-group.mode",
      "distributed-group.seeding-mode",
      "distributed-group.session-timeout",
      "endpoint",
      "endpoint.instance-url",
      "endpoint.partner-url",
      "root-authorities",
    ]);
    expect(check(changed(nothing), "build")?.reason).toBe("Not told yet.");
  });

  test("facts stored by an older version lack whole parts", () => {
    const old = link.sqlInstance();
    for (const key of [
      "databases",
      "backups",
      "traceFlags",
      "innerGroups",
      "leftovers.partner",
      "agentStatus",
    ] as const) {
      Reflect.deleteProperty(old, key);
    }
    const view = link.linkView({ partner: link.voice(link.partnerSource, link.partnerFacts(), old) });
    expect(check(view, "recovery-model")?.verdict).toBe("unknown");
  });

  test.each<[RequirementKey, string, string]>([
    ["endpoint", "mirroring endpoint", "VIEW ANY DEFINITION"],
    ["root-authorities", "certificates", "VIEW ANY DEFINITION"],
    ["inner-group", "availability groups", "VIEW ANY DEFINITION"],
    ["full-backup", "backups", "SELECT on msdb.dbo.backupset"],
    ["leftovers.partner", "left-over test jobs", "SELECT on msdb.dbo.sysjobs"],
    ["agent", "SQL Server Agent", "VIEW SERVER STATE"],
  ])("%s: the source's own reason, and the grant as step", (key, fact, permission) => {
    const source = link.source({ blind: [{ fact, permission, reason: `this login lacks ${permission}` }] });
    const facts = link.sqlInstance({
      ...(key === "endpoint" ? { endpoint: null } : {}),
      innerGroups: null,
      backups: null,
      leftovers: null,
      agentStatus: null,
    });
    const found = check(link.linkView({ partner: link.voice(source, link.partnerFacts(), facts) }), key);
    expect([found?.verdict, found?.reason, found?.step]).toEqual([
      "unknown",
      `Not known: this login lacks ${permission}.`,
      `Grant ${permission} to Linkspan's login on SQLHAM01`,
    ]);
  });

  test("nothing found is not nothing left while the jobs cannot be seen", () => {
    const lacks = "SELECT on msdb.dbo.sysjobs";
    const source = link.source({
      blind: [{ fact: "left-over test jobs", permission: lacks, reason: `this login lacks ${lacks}` }],
    });
    const view = link.linkView({ partner: link.voice(source, link.partnerFacts(), link.sqlInstance()) });
    expect(check(view, "leftovers.partner")?.verdict).toBe("unknown");
  });

  test("what a server that is silent now said before stays as evidence, and is not known", () => {
    const view = link.linkView({
      partner: link.voice(link.silent(link.partnerSource), link.partnerFacts(), link.sqlInstance()),
    });
    const found = check(view, "always-on");
    expect([found?.verdict, found?.reason]).toEqual(["unknown", "Not known while SQLHAM01 does not answer."]);
    expect(found?.evidence.map((one) => [one.fact, one.value])).toEqual([["IsHadrEnabled", "1"]]);
    expect(check(view, "distributed-group.session-timeout")?.reason).toBe("Not known while SQLHAM01 does not answer.");
  });

  test("where the estate names no SQL Server nobody can tell", () => {
    const view = link.linkView({ partner: link.voice(null, null) });
    expect(check(view, "build")?.reason).toBe("Not told: the estate names no source for the SQL Server.");
  });
});

describe("T-SQL that mends it", () => {
  const odd = "Köln [old]'s";
  test.each<[RequirementKey, Change, string]>([
    ["endpoint.state", withEndpoint({ stateDesc: "STOPPED", name: "a]b" }), "ALTER ENDPOINT [a]]b] STATE = STARTED;"],
    [
      "endpoint.authentication",
      withEndpoint({ connectionAuthDesc: "NTLM" }),
      "ALTER ENDPOINT [database_mirroring_endpoint] FOR DATABASE_MIRRORING (AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [Cert_SQLHAM01]);",
    ],
    [
      "endpoint.instance-url",
      { remote: { endpointUrl: url, replicaServerName: odd } },
      `ALTER AVAILABILITY GROUP [erp-hamburg] MODIFY AVAILABILITY GROUP ON N'Köln [old]''s' WITH (LISTENER_URL = N'${url};Server=[mi-erp-weu]');`,
    ],
    [
      "distributed-group.session-timeout",
      { own: { sessionTimeoutSeconds: 10 } },
      "ALTER AVAILABILITY GROUP [erp-hamburg] MODIFY AVAILABILITY GROUP ON N'AG_ERP_Hamburg' WITH (SESSION_TIMEOUT = 20);",
    ],
    [
      "leftovers.partner",
      leftovers(
        ["certificate", "TEST_CERT"],
        ["endpoint", "TEST_ENDPOINT"],
        ["procedure", "Execute]NetHelper"],
        ["job", "Net'Helper"],
      ),
      [
        "USE master;",
        "EXEC msdb.dbo.sp_delete_job @job_name = N'Net''Helper';",
        "DROP PROCEDURE [Execute]]NetHelper];",
        "DROP ENDPOINT [TEST_ENDPOINT];",
        "DROP CERTIFICATE [TEST_CERT];",
      ].join("\n"),
    ],
  ])("%s", (key, change, script) => {
    expect(check(changed(change), key)?.script).toBe(script);
  });

  test("the endpoint of a test over which links run is never dropped", () => {
    const found = check(
      changed({
        server: {
          ...leftovers(["endpoint", "TEST_ENDPOINT"], ["certificate", "TEST_CERT"], ["job", "NetHelper"]).server,
          endpoint: { ...endpoint, name: "TEST_ENDPOINT", certificateName: "TEST_CERT" },
        },
      }),
      "leftovers.partner",
    );
    expect(found?.script).toBe("EXEC msdb.dbo.sp_delete_job @job_name = N'NetHelper';");
    expect(found?.reason).toBe(
      "NetHelper holds the results of a network test. TEST_ENDPOINT and TEST_CERT of a test carry links: keep them.",
    );
  });
});

describe("trace flag 12381", () => {
  const on = { server: { traceFlags: flags(12381) } };
  const restoring = link.reported([link.databaseSettings({ name: "CRM", stateDesc: "RESTORING" })]);

  test("does its work while any database of the sides is being seeded", () => {
    const found = check(changed({ ...on, other: { databases: restoring } }), "trace-flag-12381");
    expect([found?.verdict, found?.reason]).toEqual(["ok", "12381 is on at SQLHAM01 while CRM is RESTORING."]);
  });

  test("cannot be judged while the databases of the managed instance are not told", () => {
    expect(check(changed({ ...on, other: { databases: null } }), "trace-flag-12381")?.verdict).toBe("unknown");
  });
});

test("a database that joined a link after the backups were read last is not told to have none", () => {
  const found = check(changed({ server: { backups: link.reported([]) } }), "full-backup");
  expect([found?.verdict, found?.reason]).toEqual([
    "unknown",
    "Not known yet: backups were read before ERP_Hamburg belonged to a link.",
  ]);
});

test("a copy that is there proves that the chain had begun, though msdb forgot it", () => {
  const view = link.linkView({
    partner: link.voice(link.partnerSource, link.partnerFacts(), link.sqlInstance({ backups: link.reported([]) })),
  });
  expect(check(view, "full-backup")?.verdict).toBe("ok");
});

test("once the managed instance leads, an update policy without a way back needs attention", () => {
  const view = link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({ replicas: [link.replica({ roleDesc: "SECONDARY" })], databases: [] }),
      link.sqlInstance(),
    ),
    instance: link.voice(
      link.instanceSource,
      link.instanceFacts({ replicas: [link.replica({ roleDesc: "PRIMARY" })], databases: [] }),
    ),
    arm: link.armVoice(link.armSource, link.armFacts(), { ...link.armInstance(), updatePolicy: "AlwaysUpToDate" }),
  });
  expect(check(view, "failback")?.verdict).toBe("attention");
});

describe("findings", () => {
  const judge = (view: LinkView) => assess(view, null, defaultLimits, link.now);
  const keys = (view: LinkView) =>
    judge(view)
      .findings.map((one) => one.key)
      .filter((key) => key.startsWith("configuration."));

  test("a link that replicates proves that a deviation does no harm: it stays in the list", () => {
    const view = changed({ remote: { endpointUrl: url }, own: { sessionTimeoutSeconds: 10 } }, "SYNCHRONIZING");
    expect(check(view, "endpoint.instance-url")?.verdict).toBe("attention");
    expect(keys(view)).toEqual([]);
  });

  test.each<[string, Change]>([
    ["endpoint.state", withEndpoint({ stateDesc: "STOPPED" })],
    ["endpoint.authentication", withEndpoint({ connectionAuthDesc: "NTLM" })],
    ["endpoint.encryption", withEndpoint({ isEncryptionEnabled: false })],
    ["endpoint.algorithm", withEndpoint({ encryptionAlgorithmDesc: "RC4" })],
    ["trace-flag-12381", { server: { traceFlags: flags(12381) } }],
  ])("%s is told even while log flows, as attention: the next connection or the disk suffers", (key, change) => {
    const view = changed(change, "SYNCHRONIZING");
    expect(keys(view)).toEqual([`configuration.${key}`]);
    expect(judge(view).findings.find((one) => one.key === `configuration.${key}`)?.verdict).toBe("attention");
    expect(keys(changed({}, "SYNCHRONIZING"))).toEqual([]);
  });

  const down = { connectedStateDesc: "DISCONNECTED", roleDesc: null };

  test("a link that is disconnected is told what of its setup stands in the way", () => {
    const view = changed({ remote: { ...down, endpointUrl: url }, own: { sessionTimeoutSeconds: 10 } });
    expect(keys(view)).toEqual(["configuration.endpoint.instance-url"]);
    expect(keys(changed({ remote: down }))).toEqual([]);
  });

  test("the leader's own row, SYNCHRONIZED although it is cut off, softens nothing", () => {
    const cut = changed({ remote: { ...down, endpointUrl: url } });
    const own = link.database({ synchronizationStateDesc: "SYNCHRONIZED" });
    const partner = { ...cut.partner, facts: { ...cut.partner.facts!, databases: [own] } };
    expect(check({ ...cut, partner }, "endpoint.instance-url")?.verdict).toBe("problem");
  });

  test("an unknown check is no finding", () => {
    expect(keys(changed({ server: { productVersion: null, backups: null }, remote: down }))).toEqual([]);
  });

  test("what is of the server is told once for all its links", () => {
    const [finding] = judge(changed(withEndpoint({ stateDesc: "STOPPED" }), "SYNCHRONIZING")).findings;
    expect([finding?.causeKey, finding?.causeReason]).toEqual([
      "configuration.endpoint.state:sql:SQLHAM01",
      "database_mirroring_endpoint on SQLHAM01 is STOPPED. {n} links stand on it.",
    ]);
  });

  test("a removed link has no setup", () => {
    const gone = link.source({ lastAnsweredAt: link.ago(5) });
    const partner = { ...link.voice(gone, link.partnerFacts(), link.sqlInstance()), observedAt: link.ago(600) };
    const view = link.linkView({ partner, instance: link.voice(null, null), arm: link.armVoice(null, null) });
    expect(judge(view).configuration).toEqual([]);
  });
});
