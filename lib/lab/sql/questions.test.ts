import { describe, expect, it } from "vitest";
import type { Flavour } from "./catalog.ts";
import { checkBatch } from "./engine.ts";
import { ask, DAG, literalServer, REMOTE_REPLICA } from "./literal-server.fixture.ts";
import { CHECK_NETWORK_INSTANCE, CHECK_NETWORK_JOBS, CONFIGURE, PRODUCT, TROUBLESHOOT } from "./questions.fixture.ts";

const MI: Flavour = { platform: "mi", majorVersion: 17 };
const instance = literalServer({ flavour: MI });
const EVERYWHERE = { ...TROUBLESHOOT, ...CONFIGURE, ...CHECK_NETWORK_JOBS, ...PRODUCT };

describe("Microsoft's monitoring queries run unchanged", () => {
  it.each(Object.entries(EVERYWHERE))("%s runs on every version and on a managed instance", (_name, sql) => {
    for (const majorVersion of [13, 14, 15, 16, 17])
      expect(checkBatch({ platform: "box", majorVersion }, sql)).toEqual([]);
    expect(ask(sql, instance).errors).toEqual([]);
    expect(ask(sql).errors).toEqual([]);
  });

  it("seeding joins both seeding views, and truncates a rate below 1 MB/s to 0 as the original does", () => {
    const { columns, rows } = ask(TROUBLESHOOT.seeding);
    expect(columns.slice(0, 7)).toEqual([
      "Local database name",
      "Current state",
      "Is source",
      "Internal state desc",
      "Database size MB",
      "Transferred MB",
      "Transfer rate MB/s",
    ]);
    expect(rows[0]?.slice(0, 7)).toEqual(["Sales", "SEEDING", true, null, 102400n, 51200n, 0n]);
  });

  it("the estimate wraps at 24 hours as the original does", () => {
    expect(ask(TROUBLESHOOT.estimate).rows).toEqual([["01:30:15"]]);
  });

  it("health and split brain read the remote and the local row", () => {
    expect(ask(TROUBLESHOOT.health).rows).toEqual([["HEALTHY"]]);
    expect(ask(TROUBLESHOOT.splitBrain).rows).toEqual([["dag-sales", "PRIMARY"]]);
  });

  it("the public key is shown with the certificate's name", () => {
    const { events } = ask(CONFIGURE.publicKey);
    const sets = events.flatMap((event) => (event.kind === "rows" ? [event.set.rows] : []));
    expect(sets).toEqual([[["Cert_SQL1_endpoint"]], [[new Uint8Array([0x30, 0x82])]]]);
  });

  it("IF NOT EXISTS takes the ELSE branch, after USE", () => {
    const { events, messages } = ask(CONFIGURE.masterKey);
    expect(messages).toEqual(["Master key already exists."]);
    expect(events[0]).toEqual({ kind: "database", name: "master" });
  });

  it("the LSN query keeps all digits", () => {
    expect(ask(CONFIGURE.lsnOnSqlServer).rows).toEqual([
      ["dag-sales", "Sales", 7, DAG, REMOTE_REPLICA, "SYNCHRONIZING", 1234567000409600900002n, 1234567000409600900001n],
    ]);
  });

  it("the network parameters come from the fabric views of a managed instance, and only there", () => {
    expect(ask(CHECK_NETWORK_INSTANCE.parameters, instance).rows).toEqual([
      ["DECLARE @serverName NVARCHAR(512) = N'mi.abc.database.windows.net'"],
      ["DECLARE @node NVARCHAR(512) = N'DB123.tr123.west-us.worker.database.windows.net'"],
      ["DECLARE @port NVARCHAR(512) = N'11002'"],
    ]);
    expect(ask(CHECK_NETWORK_INSTANCE.parameters).errors.map(({ number }) => number)).toEqual([208]);
  });

  it("the job history is cut into its results", () => {
    expect(ask(CHECK_NETWORK_JOBS.history).rows[0]?.slice(0, 5)).toEqual([
      "Test Port 5022",
      "TcpTestSucceeded : True  ",
      "RemoteAddress    : 10.0.0.4  ",
      1,
      102,
    ]);
    expect(ask(CHECK_NETWORK_JOBS.runStatus).rows).toEqual([[1]]);
  });
});

describe("product-like questions", () => {
  it("five views outer-joined keep a replica without states", () => {
    expect(ask(PRODUCT.links).rows).toEqual([
      ["dag-sales", "ag-sales", "PRIMARY", null, null, -1n],
      ["dag-sales", "mi-sales", "SECONDARY", "Sales", "1234567000409600900001", 9007199254740993n],
    ]);
  });

  it("the catalog can be probed for a view's columns", () => {
    const { rows } = ask(PRODUCT.probe);
    expect(rows).toHaveLength(13);
    expect(rows[7]).toEqual(["dm_hadr_automatic_seeding", "current_state", "nvarchar", 120]);
  });

  it("OUTER APPLY asks a function per row", () => {
    expect(ask(PRODUCT.logs).rows).toEqual([
      ["master", null, "never"],
      ["Sales", 12.5, "never"],
    ]);
  });

  it("a grouped CTE joins on", () => {
    expect(ask(PRODUCT.seedings).rows).toEqual([["dag-sales", 1, 7200]]);
  });

  it("five-way outer joins over 100-row views take about a millisecond", () => {
    const many = (make: (n: number) => Record<string, string | number | boolean>) =>
      Array.from({ length: 100 }, (_, n) => make(n));
    const id = (n: number) => `00000000-0000-0000-0000-${String(n).padStart(12, "0")}`;
    const server = literalServer(
      {},
      {
        "sys.availability_groups": many((n) => ({ group_id: id(n), name: `dag-${n}`, is_distributed: true })),
        "sys.availability_replicas": many((n) => ({
          group_id: id(n),
          replica_id: id(1000 + n),
          replica_server_name: `r${n}`,
        })),
        "sys.dm_hadr_availability_replica_states": many((n) => ({
          group_id: id(n),
          replica_id: id(1000 + n),
          role_desc: "PRIMARY",
        })),
        "sys.dm_hadr_database_replica_states": many((n) => ({
          group_id: id(n),
          replica_id: id(1000 + n),
          database_id: n,
        })),
        "sys.databases": many((n) => ({ name: `db-${n}`, database_id: n })),
      },
    );
    for (let warm = 0; warm < 50; warm++) ask(PRODUCT.links, server);
    const start = performance.now();
    for (let run = 0; run < 50; run++) expect(ask(PRODUCT.links, server).rows).toHaveLength(100);
    // Generous: the machine may be busy. Nested loops would take ten times as long.
    expect((performance.now() - start) / 50).toBeLessThan(10);
    console.info(`links: ${((performance.now() - start) / 50).toFixed(2)} ms`);
  });
});
