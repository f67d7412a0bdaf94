import { describe, expect, it } from "vitest";
import { tableFunctionsOf, tablesOf } from "./catalog.ts";

const box = (majorVersion: number) => tablesOf({ platform: "box", majorVersion });
const mi = tablesOf({ platform: "mi", majorVersion: 12 });

describe("the catalog", () => {
  it("corrects the documentation where it is known to be wrong", () => {
    const seeding = mi.get("sys.dm_hadr_physical_seeding_stats")?.columns.map(({ name }) => name);
    expect(seeding).toContain("transferred_size_bytes");
    expect(seeding).not.toContain("transfered_size_bytes");
    const state = mi.get("sys.dm_hadr_automatic_seeding")?.columns.find(({ name }) => name === "current_state");
    expect(state?.type).toEqual({ name: "nvarchar", length: 60 });
  });

  it("knows LSNs as numeric(25,0)", () => {
    const lsns =
      box(16)
        .get("sys.dm_hadr_database_replica_states")
        ?.columns.filter(({ name }) => name.endsWith("_lsn")) ?? [];
    expect(lsns).toHaveLength(9);
    for (const { type } of lsns) expect(type).toEqual({ name: "decimal", precision: 25, scale: 0 });
  });

  it("has the fabric views on a managed instance only, and the internal groups where an update brought them", () => {
    expect(mi.has("sys.dm_hadr_fabric_nodes")).toBe(true);
    expect(box(17).has("sys.dm_hadr_fabric_nodes")).toBe(false);
    expect(mi.has("sys.dm_hadr_internal_availability_groups")).toBe(true);
    expect(box(16).has("sys.dm_hadr_internal_availability_groups")).toBe(false);
    const updated = tablesOf({ platform: "box", majorVersion: 16, hasInternalGroups: true });
    expect(updated.has("sys.dm_hadr_internal_availability_groups")).toBe(true);
  });

  it("has a reference lower-case name for every view, and no column twice", () => {
    for (const [name, { columns }] of [...mi, ...box(13)]) {
      expect(name).toBe(name.toLowerCase());
      expect(new Set(columns.map((column) => column.name.toLowerCase())).size).toBe(columns.length);
    }
    expect([...tableFunctionsOf({ platform: "box", majorVersion: 13 }).keys()]).toEqual(["sys.dm_db_log_stats"]);
  });
});
