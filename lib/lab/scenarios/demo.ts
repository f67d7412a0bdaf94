// The demo estate: 25 links of 6 SQL Servers to 3 managed instances that tell different stories, with a month behind them.
import { between, chance } from "../dice.ts";
import type { Chapter, LinkSpec, Scenario, Silence, StoryName, StoryParameters } from "../scenario.ts";
import type { SettingChange } from "../settings.ts";
import { chapters, day, gigabyte, hour, link, managedInstance, megabyte, minute, sqlServer } from "./builders.ts";
import { warehouse } from "./synapse.ts";

const monthAgo = -45 * day;
/** What comes back each day does so for this many days after the first start. */
const daysAhead = 30;

export function demo(epoch: number, seed: number): Scenario {
  const at = (...list: [number, StoryName, StoryParameters?][]): Chapter[] => chapters(epoch, ...list);
  const past = (name: string, ...more: [number, StoryName, StoryParameters?][]): Chapter[] =>
    at(...oldIncidents(seed, name), ...more).sort((a, b) => a.from - b.from);
  const sunday = lastSunday(epoch) - epoch;
  const daily = (list: (start: number) => [number, StoryName, StoryParameters?][]) =>
    Array.from({ length: daysAhead }, (_, index) => list(index * day)).flat();

  const [rot, ber, kas, fin, muc, ham] = [
    "SQLROT01",
    "SQLBER01",
    "SQLKAS01",
    "SQLHAM02\\FIN",
    "SQLMUC01",
    "SQLHAM01",
  ] as const;
  const [ops, crm, erp] = ["mi-ops-neu", "mi-crm-weu", "mi-erp-weu"] as const;
  const links: LinkSpec[] = [
    link("wms-rotterdam", "WMS_Rotterdam", [rot, ops], {
      gb: 620,
      logMb: 1.4,
      redoLag: 4,
      // Each day it is cut for an hour, and comes back.
      chapters: past(
        "wms-rotterdam",
        ...daily((start) => [
          [start - 10 * minute, "link-disconnected"],
          [start + 50 * minute, "replicating"],
        ]),
      ),
    }),
    link("docs-archive", "DocStore", [rot, crm], {
      gb: 1400,
      logMb: 0.2,
      chapters: at(
        [-31 * hour, "seeding-in-progress", { bytesPerSecond: 31 * megabyte }],
        [-22 * hour, "seeding-restarted"],
        [-11.43 * hour, "seeding-restarted"],
        [-99 * minute, "seeding-failed"],
      ),
    }),
    link("edi-gateway", "EDI_Gateway", [rot, crm], {
      gb: 48,
      logMb: 0.5,
      redoLag: 3,
      chapters: past("edi-gateway", [-31 * minute, "mode-mismatch"]),
    }),
    link("yard-mgmt", "YardMgmt", [rot, crm], { gb: 22, logMb: 0.05, redoLag: 1, chapters: past("yard-mgmt") }),

    link("crm-sales", "CRM_Sales", [ber, crm], {
      gb: 310,
      logMb: 1.1,
      redoLag: 5,
      chapters: past("crm-sales", [-25 * minute, "forced-failover"]),
    }),
    link("crm-loyalty", "Loyalty", [ber, crm], {
      gb: 95,
      logMb: 0.2,
      redoLag: 1,
      chapters: past("crm-loyalty", [-3 * day, "replicating-sync"]),
    }),
    link("crm-service", "CRM_Service", [ber, crm], { gb: 180, logMb: 0.4, redoLag: 2, chapters: past("crm-service") }),
    link("crm-telephony", "CallCenter", [ber, crm], {
      gb: 140,
      logMb: 0.5,
      redoLag: 4,
      chapters: past(
        "crm-telephony",
        [sunday, "planned-failover", { durationSeconds: 150 }],
        [sunday + 5 * minute, "replicating-back"],
      ),
    }),
    // Seeded anew every six hours: one run ends about a quarter of an hour after the first start.
    link("crm-surveys", "Surveys", [ber, crm], {
      gb: 66,
      logMb: 0.6,
      redoLag: 2,
      chapters: at(
        [-24 * hour, "seeding-in-progress", surveys],
        ...daily((start) =>
          [0, 6, 12, 18].map((hours) => [start + hours * hour - 6 * minute, "seeding-in-progress", surveys]),
        ),
      ),
    }),

    link("mes-kassel", "MES_Kassel", [kas, ops], { gb: 410, logMb: 0.9, redoLag: 3, chapters: past("mes-kassel") }),
    link("mes-quality", "QualityLab", [kas, ops], { gb: 85, logMb: 0.2, redoLag: 2, chapters: past("mes-quality") }),
    link("mes-tracing", "PartTracing", [kas, ops], { gb: 230, logMb: 0.7, redoLag: 3, chapters: past("mes-tracing") }),

    link("fin-ledger", "GeneralLedger", [fin, erp], {
      gb: 7000,
      logMb: 0.3,
      chapters: at(
        [-41.9 * hour, "seeding-in-progress", { wire: "hamburg" }],
        [-41.6 * hour, "seeding-restarted"],
        [-22.9 * hour, "seeding-stalled", { durationSeconds: 32 * 60 }],
        [-2.2 * hour, "seeding-in-progress", { resume: true, armState: "LinkSynchronizing" }],
      ),
    }),
    link("fin-archive", "LedgerArchive", [fin, erp], {
      gb: 1130,
      logMb: 0.1,
      chapters: at([-4.97 * hour, "shared-wire", { wire: "hamburg" }]),
    }),
    // Two go at once on this wire, so the third waits for its turn.
    link("fin-payroll", "Payroll", [fin, erp], {
      gb: 180,
      logMb: 0.2,
      chapters: at([-47 * minute, "shared-wire", { wire: "hamburg" }]),
    }),
    link("fin-treasury", "Treasury", [fin, erp], { gb: 160, logMb: 0.8, redoLag: 6, chapters: past("fin-treasury") }),

    link("dwh-stage", "DWH_Stage", [muc, ops], {
      gb: 2900,
      logMb: 12,
      redoLag: 6,
      chapters: past(
        "dwh-stage",
        [-6.03 * hour, "suspended"],
        [-6.03 * hour + 38 * minute, "replicating"],
        [-112 * minute, "redo-stalled", { redoSlope: 0.34, everySeconds: 6 * 3600 }],
      ),
    }),
    link("dwh-marts", "DWH_Marts", [muc, ops], {
      gb: 2310,
      logMb: 2,
      chapters: at([-13.4 * hour, "seeding-in-progress", { bytesPerSecond: 42 * megabyte }]),
    }),
    link("dwh-telemetry", "Telemetry", [muc, ops], {
      gb: 355,
      logMb: 7,
      redoLag: 20,
      chapters: at([-6.85 * hour, "seeding-in-progress", { bytesPerSecond: 42 * megabyte, catchUpFactor: 0.44 }]),
    }),
    link("dwh-core", "DWH_Core", [muc, ops], {
      gb: 1900,
      logMb: 6,
      redoLag: 9,
      chapters: at([monthAgo, "replicating", { falseFailure: true }], ...oldIncidents(seed, "dwh-core").slice(1)),
    }),
    link("dwh-reports", "ReportServer", [muc, ops], { gb: 18, logMb: 0.03, redoLag: 1, chapters: past("dwh-reports") }),

    link("erp-core", "ERP_Core", [ham, erp], { gb: 2000, logMb: 5, redoLag: 14, chapters: past("erp-core") }),
    link("erp-portal", "CustomerPortal", [ham, erp], {
      gb: 240,
      logMb: 0.6,
      redoLag: 2,
      // A rehearsal: over on one Sunday, and back two hours later.
      chapters: past(
        "erp-portal",
        [sunday - 7 * day, "planned-failover", { durationSeconds: 90 }],
        [sunday - 7 * day + 2 * hour, "planned-failover", { durationSeconds: 90 }],
        [sunday - 7 * day + 2 * hour + 5 * minute, "replicating", { mode: "async" }],
      ),
    }),
    link("erp-pricing", "Pricing", [ham, erp], { gb: 60, logMb: 0.1, redoLag: 1, chapters: past("erp-pricing") }),
    link("erp-history", "ERP_History2019", [ham, crm], {
      gb: 3700,
      logMb: 0.1,
      chapters: at([-19 * hour, "nightly-throttle", { bytesPerSecond: 30 * megabyte, compression: 0.9 }]),
    }),
  ];
  return {
    name: "demo",
    seed,
    epoch,
    sqlServers: [
      sqlServer(rot, "2019 CU28", epoch, { certificateDays: 20.4 }),
      sqlServer(ber, "2022 CU20", epoch, { certificateDays: 141 }),
      sqlServer(kas, "2017 CU31", epoch, { certificateDays: 77 }),
      sqlServer(fin, "2022 CU18", epoch, { certificateDays: 96 }),
      sqlServer(muc, "2025 CU2", epoch, { certificateDays: 301, traceFlags: [9567] }),
      sqlServer(ham, "2022 CU18", epoch, { certificateDays: 9.2 }),
    ],
    managedInstances: [
      managedInstance(ops, epoch, {
        location: "northeurope",
        vCores: 16,
        storageGb: 16_384,
        updatePolicy: "SQLServer2025",
      }),
      managedInstance(crm, epoch, { vCores: 16, storageGb: 16_384 }),
      managedInstance(erp, epoch, { vCores: 24, tier: "BusinessCritical", storageGb: 16_384 }),
    ],
    links,
    wires: { hamburg: { bytesPerSecond: 27.5 * megabyte, concurrent: 2, throttle: null } },
    silences: silences(epoch),
    events: [],
    rotations: [],
    settings: settings(epoch),
    synapseWorkspaces: [warehouse(epoch)],
    synapseEvents: [],
  };
}

/** What the servers are found in: networks tested since the last move of a node, and a few things somebody should look at. */
function settings(epoch: number): SettingChange[] {
  const open = { port5022: true, hadrPort: true };
  const list: [string, number, SettingChange["changes"]][] = [
    // Somebody tested while it was cut.
    ["SQLROT01", -4 * minute, { networkCheck: { ...open, hadrPort: false, remoteAddress: "10.48.2.14" } }],
    ["SQLBER01", -26 * hour, { networkCheck: { ...open, remoteAddress: "10.48.3.22" } }],
    ["SQLHAM02\\FIN", -29 * hour, { networkCheck: { ...open, remoteAddress: "10.48.4.35" } }],
    ["SQLHAM01", -30 * hour, { networkCheck: { ...open, remoteAddress: "10.48.4.35" } }],
    ["mi-crm-weu", -26 * hour, { networkCheck: { ...open, remoteAddress: "10.20.4.11" } }],
    ["mi-erp-weu", -29 * hour, { networkCheck: { ...open, remoteAddress: "10.20.1.17" } }],
    ["SQLMUC01", -60 * day, { leftovers: ["TEST_ENDPOINT", "TEST_CERT"] }],
    ["link:crm-service", -2 * hour, { logUsedShare: 0.74 }],
  ];
  return list.map(([of, from, changes]) => ({ at: epoch + from, of, changes }));
}

const surveys: StoryParameters = { bytes: 66 * gigabyte, bytesPerSecond: 55 * megabyte, catchUpFactor: 3 };

/** Replicating for a month and a half, with two to four interruptions of minutes. */
function oldIncidents(seed: number, name: string): [number, StoryName, StoryParameters?][] {
  const list: [number, StoryName, StoryParameters?][] = [[monthAgo, "replicating"]];
  const count = 2 + Math.floor(3 * chance(seed, name, "incidents"));
  for (let index = 0; index < count; index += 1) {
    // One in each slice of the weeks before; nothing in the last four days, which have stories of their own.
    const slice = 36 / count;
    const start = -Math.round((4.5 + slice * (index + between(0.1, 0.8, seed, name, "when", index))) * day);
    const lasts = Math.round(between(4, 50, seed, name, "lasts", index) * minute);
    const isCut = chance(seed, name, "what", index) < 0.65;
    list.push([start, isCut ? "link-disconnected" : "suspended"], [start + lasts, "replicating"]);
  }
  return list.sort((a, b) => a[0] - b[0]);
}

function silences(epoch: number): Silence[] {
  const list: [string, number, number][] = [
    ["SQLKAS01", -45 * minute, 400 * day],
    ["SQLHAM02\\FIN", -14.1 * hour, 35 * minute],
    ["mi-ops-neu", -3.7 * hour, 35 * minute],
    ["SQLBER01", -9 * day - 3 * hour, 18 * minute],
    ["arm:mi-crm-weu", -16 * day, 26 * minute],
    ["SQLHAM01", -21 * day, 70 * minute],
  ];
  return list.map(([face, from, lasts]) => {
    const fault = face.startsWith("arm:") ? { httpStatus: 503, retryAfterSeconds: 30 } : { hangAtLogin: true };
    return { face, from: epoch + from, to: epoch + from + lasts, fault };
  });
}

/** 22:00 UTC of the last Sunday at least three days before. */
function lastSunday(epoch: number): number {
  const date = new Date(epoch - 3 * day);
  date.setUTCDate(date.getUTCDate() - date.getUTCDay());
  return date.setUTCHours(22, 0, 0, 0) > epoch - 2 * day ? date.getTime() - 7 * day : date.getTime();
}
