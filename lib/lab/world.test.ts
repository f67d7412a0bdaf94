import { describe, expect, it } from "vitest";
import { armPayloadsAt } from "./arm-payloads.ts";
import type { Chapter, Scenario, StoryName, StoryParameters } from "./scenario.ts";
import { chapters, hour, minute } from "./scenarios/builders.ts";
import { type SingleOptions, scenarioNamed, single } from "./scenarios.ts";
import type { Row } from "./sql/catalog.ts";
import { answerAt } from "./sqlserver-face.ts";
import { plannedFault, worldAt } from "./world.ts";

const epoch = Date.UTC(2026, 10, 19, 2, 12);
const scenarioOf = (story: StoryName, parameters: StoryParameters = {}, options: SingleOptions = {}): Scenario =>
  single(epoch, 1, { chapters: chapters(epoch, [-20 * 24 * hour, "replicating"], [0, story, parameters]), ...options });
const fresh = (story: StoryName, parameters: StoryParameters = {}, options: SingleOptions = {}): Scenario =>
  single(epoch, 1, { chapters: chapters(epoch, [0, story, parameters]), ...options });

const rowsOf = (scenario: Scenario, server: string, at: number, table: string): Row[] =>
  answerAt(scenario, server, at).rows(`sys.${table}`, "linkspan");

/** Rows of the distributed group only: [local, remote]. */
function linkRows(scenario: Scenario, server: string, at: number, table: string): { local?: Row; remote?: Row } {
  const group = rowsOf(scenario, server, at, "availability_groups").find((row) => row.is_distributed);
  const rows = rowsOf(scenario, server, at, table).filter((row) => row.group_id === group?.group_id);
  return {
    local: rows.find((row) => row.is_local),
    remote: rows.find((row) => !row.is_local && row.is_primary_replica !== null),
  };
}
const drs = (scenario: Scenario, server: string, at: number) =>
  linkRows(scenario, server, at, "dm_hadr_database_replica_states");
const ars = (scenario: Scenario, server: string, at: number) =>
  linkRows(scenario, server, at, "dm_hadr_availability_replica_states");
const armDatabase = (scenario: Scenario, at: number) =>
  (
    armPayloadsAt(scenario, "mi-lab", at).distributedAvailabilityGroups[0] as {
      properties: { databases: Record<string, unknown>[] };
    }
  ).properties.databases[0];

describe("the world", () => {
  it("shows the same for the same scenario, seed and time, and something else a minute later", () => {
    const [first, second] = [scenarioNamed("demo", epoch, 1), scenarioNamed("demo", epoch, 1)];
    const at = epoch + 5 * minute;
    for (const server of ["SQLMUC01", "mi-erp-weu"]) {
      expect(rowsOf(first, server, at, "dm_hadr_database_replica_states")).toEqual(
        rowsOf(second, server, at, "dm_hadr_database_replica_states"),
      );
      expect(rowsOf(first, server, at, "dm_hadr_database_replica_states")).not.toEqual(
        rowsOf(first, server, at + minute, "dm_hadr_database_replica_states"),
      );
    }
  });

  it("never lets an LSN run backwards, through every story of the demo", () => {
    const scenario = scenarioNamed("demo", epoch, 1);
    const columns = [
      "end_of_log_lsn",
      "last_sent_lsn",
      "last_received_lsn",
      "last_hardened_lsn",
      "last_redone_lsn",
      "last_commit_lsn",
    ];
    const last = new Map<string, bigint>();
    const wrong: string[] = [];
    for (let at = epoch - 10 * hour; at < epoch + 10 * hour; at += 197_000) {
      for (const server of [...scenario.sqlServers, ...scenario.managedInstances]) {
        for (const row of rowsOf(scenario, server.name, at, "dm_hadr_database_replica_states")) {
          for (const column of columns) {
            const lsn = row[column];
            if (typeof lsn !== "bigint") continue;
            const key = `${server.name}/${row.group_id}/${row.replica_id}/${column}`;
            if (lsn < (last.get(key) ?? 2n ** 53n)) wrong.push(`${key} at ${new Date(at).toISOString()}`);
            last.set(key, lsn);
          }
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(last.size).toBeGreaterThan(100);
  }, 30_000);

  it.each(["link-disconnected", "suspended", "redo-stalled", "replicating-sync"] as const)(
    "lets no position step back, second by second, into %s and out of it",
    (story) => {
      const list = chapters(
        epoch,
        [-24 * hour, "replicating"],
        [0, story],
        [5 * minute, "replicating", { mode: "async" }],
      );
      const scenario = single(epoch, 1, { chapters: list });
      let last = 0n;
      for (let at = epoch - minute; at < epoch + 8 * minute; at += 1000) {
        const lsn = drs(scenario, "mi-lab", at).local?.last_redone_lsn as bigint;
        expect(lsn >= last, new Date(at).toISOString()).toBe(true);
        last = lsn;
      }
    },
  );

  it("keeps the ladder in order: sent, received, hardened, redone", () => {
    const scenario = scenarioOf("redo-stalled");
    for (let at = epoch; at < epoch + 5 * hour; at += 7 * minute) {
      const there = drs(scenario, "mi-lab", at).local as Record<string, bigint>;
      const here = drs(scenario, "SQLLAB01", at).remote as Record<string, bigint>;
      expect(here.last_sent_lsn! >= there.last_received_lsn!).toBe(true);
      expect(there.last_received_lsn! >= there.last_hardened_lsn!).toBe(true);
      expect(there.last_hardened_lsn! > there.last_redone_lsn!).toBe(true);
    }
  });

  it("adds what is told from outside without changing what was before", () => {
    const before = single(epoch, 1);
    const after = {
      ...before,
      events: [{ at: epoch, link: "orders", story: "link-disconnected" as const, parameters: {} }],
    };
    expect(ars(after, "SQLLAB01", epoch - 1000)).toEqual(ars(before, "SQLLAB01", epoch - 1000));
    expect(ars(after, "SQLLAB01", epoch + 1000).remote?.connected_state_desc).not.toBe("CONNECTED");
  });
});

describe("seeding stories", () => {
  const three = { bytes: 3_000_000_000, bytesPerSecond: 200_000_000 };

  it("moves bytes up to the database's size, then leaves nothing behind but history, and replicates", () => {
    const scenario = fresh("seeding-in-progress", three);
    let bytes = 0n;
    for (let at = epoch + 1000; at < epoch + 10_000; at += 500) {
      const [row] = rowsOf(scenario, "SQLLAB01", at, "dm_hadr_physical_seeding_stats");
      expect((row?.transferred_size_bytes as bigint) > bytes).toBe(true);
      expect((row?.transferred_size_bytes as bigint) <= 3_000_000_000n).toBe(true);
      bytes = row?.transferred_size_bytes as bigint;
    }
    expect(rowsOf(scenario, "mi-lab", epoch + 8000, "databases").find((row) => row.name === "Orders")?.state_desc).toBe(
      "RESTORING",
    );
    const done = epoch + 60_000;
    expect(rowsOf(scenario, "SQLLAB01", done, "dm_hadr_physical_seeding_stats")).toEqual([]);
    expect(rowsOf(scenario, "SQLLAB01", done, "dm_hadr_automatic_seeding")[0]?.current_state).toBe("COMPLETED");
    expect(drs(scenario, "SQLLAB01", done).remote?.synchronization_state_desc).toBe("SYNCHRONIZING");
    expect(rowsOf(scenario, "mi-lab", done, "databases").find((row) => row.name === "Orders")?.state_desc).toBe(
      "ONLINE",
    );
  });

  it("starts again from zero with a new attempt", () => {
    const scenario = single(epoch, 1, {
      chapters: chapters(epoch, [0, "seeding-in-progress"], [10 * minute, "seeding-restarted"]),
    });
    const bytes = (at: number) =>
      rowsOf(scenario, "SQLLAB01", at, "dm_hadr_physical_seeding_stats")[0]?.transferred_size_bytes as bigint;
    expect(bytes(epoch + 9 * minute) > 10_000_000_000n).toBe(true);
    expect(bytes(epoch + 11 * minute) < 2_000_000_000n).toBe(true);
    expect(
      rowsOf(scenario, "SQLLAB01", epoch + 11 * minute, "dm_hadr_automatic_seeding").map((row) => row.current_state),
    ).toEqual(["FAILED", "SEEDING"]);
  });

  it("stalls: the stream is there and no byte moves", () => {
    const scenario = fresh("seeding-stalled", { afterSeconds: 60 });
    const bytes = (at: number) =>
      rowsOf(scenario, "SQLLAB01", at, "dm_hadr_physical_seeding_stats")[0]?.transferred_size_bytes;
    expect(bytes(epoch + 2 * minute)).toBe(bytes(epoch + 9 * minute));
    expect(bytes(epoch + 2 * minute)).toBeGreaterThan(0n);
  });

  it("fails with 1408 after a log backup: no stream, two vantages say why, ARM tells four fields only", () => {
    const scenario = fresh("log-backup-during-seeding", { afterSeconds: 300 });
    const at = epoch + 20 * minute;
    expect(rowsOf(scenario, "SQLLAB01", at, "dm_hadr_physical_seeding_stats")).toEqual([]);
    expect(rowsOf(scenario, "mi-lab", at, "dm_hadr_automatic_seeding")[0]).toMatchObject({
      current_state: "FAILED",
      error_code: 1408,
      is_source: false,
    });
    expect(Object.keys(armDatabase(scenario, at) ?? {}).sort()).toEqual([
      "databaseName",
      "mostRecentLinkError",
      "partnerAuthCertValidity",
      "replicaState",
    ]);
    const backups = answerAt(scenario, "SQLLAB01", at).rows("msdb.dbo.backupset", "linkspan");
    const local = epoch + 300_000 + worldClockShift(scenario);
    expect(backups.filter((row) => row.type === "L").some((row) => row.backup_start_date === local)).toBe(true);
  });

  it("shares a wire: three at once are as fast together as one alone, and a fourth waits", () => {
    const base = scenarioNamed("crowd:1x4", epoch, 1);
    const wire = { bytesPerSecond: 30_000_000, concurrent: 3, throttle: null };
    const story: Chapter[] = chapters(epoch, [0, "shared-wire", { wire: "w", bytes: 500_000_000_000 }]);
    const scenario = { ...base, wires: { w: wire }, links: base.links.map((link) => ({ ...link, chapters: story })) };
    const rows = rowsOf(scenario, "SQLX001", epoch + hour, "dm_hadr_physical_seeding_stats");
    expect(rows).toHaveLength(3);
    const total = rows.reduce((sum, row) => sum + Number(row.transferred_size_bytes), 0);
    expect(total / 3600 / 30_000_000).toBeGreaterThan(0.9);
    expect(total / 3600 / 30_000_000).toBeLessThan(1.1);
    expect(
      rowsOf(scenario, "SQLX001", epoch + hour, "dm_hadr_automatic_seeding").map((row) => row.current_state),
    ).toContain("LIMIT_CONCURRENT_BACKUPS");
  });
});

describe("seedings whose bytes are not those of the database", () => {
  const stream = (scenario: Scenario, at: number) =>
    rowsOf(scenario, "SQLLAB01", at, "dm_hadr_physical_seeding_stats")[0];
  const tenGigabytes = { bytes: 10_000_000_000, bytesPerSecond: 50_000_000 };

  it("grew: more go over than the size that is told, and then it is done", () => {
    const scenario = fresh("seeding-overrun", { ...tenGigabytes, growth: 1.5 });
    const late = stream(scenario, epoch + 4 * minute);
    expect(late?.database_size_bytes).toBe(10_000_000_000n);
    expect(late?.transferred_size_bytes).toBeGreaterThan(11_000_000_000n);
    // The server reckons with bytes that are left, and there are none.
    expect(late?.estimate_time_complete_utc as number).toBeLessThan(epoch + 4 * minute + 10_000);
    expect(stream(scenario, epoch + 8 * minute)).toBeUndefined();
    expect(worldAt(scenario, epoch + 8 * minute).link("orders")?.isJoined).toBe(true);
  });

  it.each([
    ["on", 0.6, true, 6_000_000_000n],
    ["off", 1, false, 10_000_000_000n],
  ] as const)("compression %s: it is done at %s times the size", (_, compression, isCompressed, most) => {
    const scenario = fresh("seeding-in-progress", { ...tenGigabytes, compression });
    let last: Row | undefined;
    for (let at = epoch + 1000; at < epoch + 6 * minute; at += 200) last = stream(scenario, at) ?? last;
    expect(last).toMatchObject({ is_compression_enabled: isCompressed, database_size_bytes: 10_000_000_000n });
    expect(last?.transferred_size_bytes).toBeLessThanOrEqual(most);
    expect(last?.transferred_size_bytes).toBeGreaterThan((most * 99n) / 100n);
  });
});

describe("the scenario of seedings with a cause", () => {
  const scenario = scenarioNamed("seeding", epoch, 1);
  const truth = (name: string, at = epoch) => worldAt(scenario, at).link(name);
  const share = (name: string, at = epoch) => {
    const { copying } = truth(name, at) ?? {};
    return copying ? copying.transferredBytes / copying.databaseBytes : null;
  };
  const rateOf = (name: string, from: number, to: number) =>
    ((truth(name, to)?.copying?.transferredBytes ?? 0) - (truth(name, from)?.copying?.transferredBytes ?? 0)) /
    ((to - from) / 1000);

  it("three of one SQL Server, and three into one managed instance, share a wire", () => {
    for (const [names, bytesPerSecond] of [
      [["hamburg-core", "hamburg-docs", "hamburg-archive"], 48e6],
      [["crm-berlin", "crm-munich", "crm-kassel"], 40e6],
    ] as const) {
      const rates = names.map((name) => rateOf(name, epoch - 30 * minute, epoch));
      const whole = rates.reduce((sum, rate) => sum + rate, 0);
      expect(Math.abs(whole / bytesPerSecond - 1)).toBeLessThan(0.2);
      for (const rate of rates) expect(rate / whole).toBeCloseTo(1 / 3, 3);
    }
    const servers = ["crm-berlin", "crm-munich", "crm-kassel"].map((name) => truth(name)?.link.partner);
    expect(new Set(servers).size).toBe(3);
    expect(truth("crm-berlin")?.link.instance).toBe(truth("crm-kassel")?.link.instance);
  });

  it("one that was over left its share to the others", () => {
    expect(truth("hamburg-portal")?.isJoined).toBe(true);
    const before = rateOf("hamburg-core", epoch - 2.4 * hour, epoch - 1.6 * hour);
    expect(rateOf("hamburg-core", epoch - hour, epoch) / before).toBeGreaterThan(1.15);
  });

  it("one waits, one was killed, one began anew at 80 %, one stands still and goes on", () => {
    expect(truth("waits-for-its-turn")?.attempts.at(-1)?.currentState).toBe("LIMIT_CONCURRENT_BACKUPS");
    expect(truth("waits-for-its-turn", epoch + 6 * hour)?.isJoined).toBe(true);
    expect(truth("log-backup-kills")).toMatchObject({ copying: null, armError: "1408" });
    expect(share("restart-at-80", epoch - 36 * minute)).toBeCloseTo(0.8, 1);
    expect(share("restart-at-80")).toBeLessThan(0.2);
    expect(rateOf("stall-recovers", epoch - 7 * minute, epoch)).toBe(0);
    expect(rateOf("stall-recovers", epoch + 13 * minute, epoch + 20 * minute)).toBeGreaterThan(20e6);
  });

  it("one is past its size, one compressed, and one slow by night for four days", () => {
    expect(share("overrun")).toBeGreaterThan(1);
    expect(truth("overrun", epoch + 40 * minute)?.isJoined).toBe(true);
    expect(truth("compression-on")?.copying?.isCompressed).toBe(true);
    expect(truth("compression-off")?.copying?.isCompressed).toBe(false);
    const midnight = Math.floor(epoch / (24 * hour)) * 24 * hour;
    const night = rateOf("nightly-throttle", midnight - 3 * hour, midnight + 2 * hour);
    const day = rateOf("nightly-throttle", midnight - 15 * hour, midnight - 5 * hour);
    expect(night / day).toBeCloseTo(0.3, 1);
    expect(truth("nightly-throttle", epoch + 30 * hour)?.isJoined).toBe(false);
    expect(truth("nightly-throttle", epoch + 40 * hour)?.isJoined).toBe(true);
  });
});

describe("stories of a running link", () => {
  const at = epoch + 10 * minute;

  it("replicates: NULL where a side does not report a rung", () => {
    const scenario = single(epoch, 1);
    const [here, there] = [drs(scenario, "SQLLAB01", at), drs(scenario, "mi-lab", at)];
    expect(here.local).toMatchObject({ last_hardened_lsn: null, synchronization_state_desc: "SYNCHRONIZING" });
    expect(here.local?.last_sent_lsn).toBeUndefined();
    expect(here.remote?.last_received_lsn).toBeUndefined();
    expect(there.remote).toBeUndefined();
    expect(there.local?.last_received_lsn).toBeTypeOf("bigint");
    expect(there.local?.last_sent_lsn).toBeUndefined();
  });

  it("synchronous: the primary's hardened LSN is the follower's", () => {
    const { local } = drs(scenarioOf("replicating-sync"), "SQLLAB01", at);
    expect(local?.synchronization_state_desc).toBe("SYNCHRONIZED");
    expect(local?.last_hardened_lsn).toBeTypeOf("bigint");
  });

  it("disconnected: both say so, and the remote row has no role and no numbers", () => {
    const scenario = scenarioOf("link-disconnected");
    const { remote } = ars(scenario, "SQLLAB01", at);
    expect(remote).toMatchObject({
      role: null,
      role_desc: null,
      synchronization_health_desc: "NOT_HEALTHY",
      last_connect_error_number: 10_060,
    });
    expect(["DISCONNECTED", null]).toContain(remote?.connected_state_desc);
    expect(ars(scenario, "mi-lab", at).local?.connected_state_desc).toBe("DISCONNECTED");
    expect(drs(scenario, "SQLLAB01", at).remote?.log_send_queue_size).toBeUndefined();
    expect(armDatabase(scenario, at)).toMatchObject({ connectedState: "DISCONNECTED" });
  });

  it("suspended: the lag says 0 while the queue says nothing", () => {
    const { remote } = drs(scenarioOf("suspended"), "SQLLAB01", at);
    expect(remote).toMatchObject({
      is_suspended: true,
      suspend_reason_desc: "SUSPEND_FROM_USER",
      secondary_lag_seconds: 0n,
    });
    expect(remote?.log_send_queue_size).toBeUndefined();
  });

  it("redo stalls: its queue grows while log arrives", () => {
    const scenario = scenarioOf("redo-stalled");
    const queue = (time: number) => drs(scenario, "mi-lab", time).local?.redo_queue_size as bigint;
    expect(queue(epoch + hour) > 3n * queue(epoch + 10 * minute)).toBe(true);
    expect(Number(drs(scenario, "SQLLAB01", epoch + hour).remote?.secondary_lag_seconds)).toBeLessThan(5);
  });

  it("fails over: RESOLVING on the way, then the instance leads", () => {
    const scenario = scenarioOf("planned-failover", { durationSeconds: 40 });
    const roles = (time: number) =>
      ["SQLLAB01", "mi-lab"].map((server) => ars(scenario, server, time).local?.role_desc);
    expect(roles(epoch + 5000)).toEqual(["PRIMARY", "SECONDARY"]);
    expect(roles(epoch + 30_000)).toEqual(["RESOLVING", "RESOLVING"]);
    expect(roles(epoch + 60_000)).toEqual(["SECONDARY", "PRIMARY"]);
  });

  it("splits: both sides are primary, and their logs go different ways", () => {
    const scenario = scenarioOf("forced-failover");
    expect(["SQLLAB01", "mi-lab"].map((server) => ars(scenario, server, at).local?.role_desc)).toEqual([
      "PRIMARY",
      "PRIMARY",
    ]);
    expect(drs(scenario, "SQLLAB01", at).local?.end_of_log_lsn).not.toBe(
      drs(scenario, "mi-lab", at).local?.end_of_log_lsn,
    );
  });

  it("modes differ: synchronous says the SQL Server, asynchronous say the others", () => {
    const scenario = scenarioOf("mode-mismatch");
    const mode = (server: string) =>
      rowsOf(scenario, server, at, "availability_replicas")
        .filter((row) => String(row.endpoint_url).includes("Server="))
        .map((row) => row.availability_mode_desc);
    expect(mode("SQLLAB01")).toEqual(["SYNCHRONOUS_COMMIT"]);
    expect(mode("mi-lab")).toEqual(["ASYNCHRONOUS_COMMIT"]);
  });

  it("certificate expires: SQL Server and ARM name the same day, and the link goes on", () => {
    const scenario = scenarioOf("certificate-expiring", { expiresInDays: 20 });
    const own = rowsOf(scenario, "SQLLAB01", at, "certificates").find((row) => row.name === "Cert_SQLLAB01_endpoint");
    expect(own?.expiry_date).toBe(epoch + 20 * 24 * hour);
    expect(armDatabase(scenario, at)).toMatchObject({
      partnerAuthCertValidity: { expiryDate: "2026-12-09T02:12:00Z" },
      connectedState: "CONNECTED",
    });
  });

  it("a blind side is the face's silence, not the link's", () => {
    const scenario = scenarioOf("one-side-blind");
    expect(plannedFault(scenario, "SQLLAB01", at)).toEqual({ hangAtLogin: true });
    expect(plannedFault(scenario, "mi-lab", at)).toBeNull();
    expect(worldAt(scenario, at).link("orders")?.disconnected).toBeNull();
  });

  it.each([
    ["orphan-on-arm", { SQLLAB01: 0, "mi-lab": 0, arm: 1 }],
    ["orphan-on-sql", { SQLLAB01: 2, "mi-lab": 0, arm: 0 }],
    ["removed", { SQLLAB01: 0, "mi-lab": 0, arm: 0 }],
  ] as const)("%s is seen by whom it says", (story, seen) => {
    const scenario = scenarioOf(story);
    const groups = (server: string) => rowsOf(scenario, server, at, "availability_groups").length;
    const arm = armPayloadsAt(scenario, "mi-lab", at).distributedAvailabilityGroups.length;
    expect({ SQLLAB01: groups("SQLLAB01"), "mi-lab": groups("mi-lab"), arm }).toEqual(seen);
  });

  it("a Business Critical instance shows its internal replicas, and says which row is its primary's", () => {
    const scenario = single(epoch, 1, { tier: "BusinessCritical" });
    const group = rowsOf(scenario, "mi-lab", at, "availability_groups").find((row) => row.is_distributed);
    const rows = rowsOf(scenario, "mi-lab", at, "dm_hadr_database_replica_states").filter(
      (row) => row.group_id === group?.group_id,
    );
    expect(rows.map((row) => row.is_primary_replica)).toEqual([true, false, false, false]);
  });
});

describe("logins", () => {
  it("leaves catalog views empty for a login that may not view definitions, and refuses state to one that may not", () => {
    const server = answerAt(single(epoch, 1), "SQLLAB01", epoch);
    expect(server.rows("sys.availability_groups", "blind")).toEqual([]);
    expect(server.rows("sys.availability_groups", "linkspan")).toHaveLength(2);
    expect(server.hasPermission("nostate", "VIEW SERVER STATE")).toBe(false);
    expect(server.hasPermission("linkspan", "VIEW SERVER PERFORMANCE STATE")).toBe(true);
  });
});

function worldClockShift(scenario: Scenario): number {
  const [spec] = scenario.sqlServers;
  return (spec?.clockSkewMs ?? 0) + (spec?.utcOffsetMinutes ?? 0) * 60_000;
}
