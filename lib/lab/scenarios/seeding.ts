// Seedings with a cause that a forecast can know, one link each, all under way when the lab starts and days behind some of them.
import type { Chapter, LinkSpec, Scenario, SqlServerSpec, StoryName, StoryParameters } from "../scenario.ts";
import {
  type Build,
  chapters,
  day,
  empty,
  hour,
  link,
  managedInstance,
  megabyte,
  minute,
  sqlServer,
} from "./builders.ts";

type Sketch = [database: string, gb: number, ...story: [number, StoryName, StoryParameters?][]];

/** Who shares no wire has a SQL Server and a managed instance of its own, as seedings of one server or to one instance are heard together. */
export function seeding(epoch: number, seed: number): Scenario {
  const links = (between: [string, string], sketches: Record<string, Sketch>): LinkSpec[] =>
    Object.entries(sketches).map(([name, [database, gb, ...story]]) =>
      link(name, database, between, { gb, logMb: 0.2, chapters: chapters(epoch, ...story) }),
    );
  const server = (name: string, build: Build = "2022 CU20"): SqlServerSpec => sqlServer(name, build, epoch);
  const instance = (name: string) => managedInstance(name, epoch, { vCores: 16, storageGb: 16_384 });
  const [hamburg, crm, finance] = ["SQLHAM01", "mi-crm-weu", "SQLSTR01"] as const;
  return {
    ...empty("seeding", epoch, seed),
    sqlServers: [
      server(hamburg),
      server("SQLBER01"),
      server("SQLMUC01"),
      server("SQLKAS01", "2019 CU28"),
      server(finance),
      server("SQLROT01", "2019 CU28"),
      server("SQLDRS01"),
      server("SQLLEJ01"),
      server("SQLCGN01", "2025 CU2"),
      server("SQLBRE01"),
    ],
    managedInstances: [
      ...["mi-erp-weu", crm, "mi-fin-weu", "mi-wms-neu", "mi-dwh-neu", "mi-mes-neu", "mi-logistics-weu"].map(instance),
      { ...instance("mi-shop-weu"), updatePolicy: "SQLServer2025" as const },
    ],
    links: [
      // One SQL Server's wire: hamburg-portal was over an hour and a quarter ago, the other three go on faster since.
      ...links([hamburg, "mi-erp-weu"], {
        "hamburg-core": ["ERP_Core", 900, [-7 * hour, "shared-wire", { wire: "hamburg" }]],
        "hamburg-docs": ["ERP_Docs", 560, [-7 * hour, "shared-wire", { wire: "hamburg" }]],
        "hamburg-portal": ["ERP_Portal", 229, [-6 * hour, "shared-wire", { wire: "hamburg" }]],
        "hamburg-archive": ["ERP_Archive", 430, [-4.2 * hour, "shared-wire", { wire: "hamburg" }]],
      }),
      // Three SQL Servers into one managed instance share its wire; the fourth seeding waits for its turn.
      ...links(["SQLBER01", crm], { "crm-berlin": ["CRM_Berlin", 720, [-8 * hour, "shared-wire", { wire: crm }]] }),
      ...links(["SQLMUC01", crm], { "crm-munich": ["CRM_Munich", 600, [-8 * hour, "shared-wire", { wire: crm }]] }),
      ...links(["SQLKAS01", crm], {
        "crm-kassel": ["CRM_Kassel", 400, [-4.3 * hour, "shared-wire", { wire: crm }]],
        "waits-for-its-turn": ["CRM_Mail", 80, [-70 * minute, "shared-wire", { wire: crm }]],
      }),
      // A log backup killed the one, and the other has the wire for itself since.
      ...links([finance, "mi-fin-weu"], {
        "compression-off": ["Ledger", 700, [-5 * hour, "shared-wire", { wire: finance }]],
        "log-backup-kills": [
          "LedgerArchive",
          600,
          [-5 * hour, "shared-wire", { wire: finance }],
          [-52 * minute, "log-backup-during-seeding"],
        ],
      }),
      ...links(["SQLROT01", "mi-wms-neu"], {
        "restart-at-80": [
          "WMS_Rotterdam",
          400,
          [-3.55 * hour, "seeding-in-progress", { bytesPerSecond: 30 * megabyte }],
          [-35 * minute, "seeding-restarted"],
        ],
      }),
      ...links(["SQLDRS01", "mi-dwh-neu"], {
        "nightly-throttle": ["DWH_History", 6900, [-2.6 * day, "nightly-throttle", { bytesPerSecond: 27 * megabyte }]],
      }),
      // Two hours in the past, and once more now: it recovers while somebody looks.
      ...links(["SQLLEJ01", "mi-mes-neu"], {
        "stall-recovers": [
          "PartTracing",
          900,
          [-7 * hour, "seeding-in-progress", { bytesPerSecond: 32 * megabyte }],
          [-4.5 * hour, "seeding-stalled", { durationSeconds: 2 * 3600 }],
          [-8 * minute, "seeding-stalled", { durationSeconds: 20 * 60 }],
        ],
      }),
      // What compression leaves is learned from the first one.
      ...links(["SQLCGN01", "mi-shop-weu"], {
        "compression-on-before": ["Shop", 300, [-9 * hour, "seeding-in-progress", compressed(0.62)]],
        "compression-on": ["ShopHistory", 1500, [-5 * hour, "seeding-in-progress", compressed(0.58)]],
      }),
      ...links(["SQLBRE01", "mi-logistics-weu"], {
        overrun: ["Freight", 430, [-4.2 * hour, "seeding-overrun", { bytesPerSecond: 30 * megabyte, growth: 1.15 }]],
      }),
    ],
    wires: {
      hamburg: { bytesPerSecond: 48 * megabyte, concurrent: 4, throttle: null },
      [crm]: { bytesPerSecond: 40 * megabyte, concurrent: 3, throttle: null },
      [finance]: { bytesPerSecond: 30 * megabyte, concurrent: 2, throttle: null },
    },
  };
}

function compressed(compression: number): Chapter["parameters"] {
  return { compression, bytesPerSecond: 25 * megabyte };
}
