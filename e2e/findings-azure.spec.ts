// Findings about what Azure says, about halves of links, clocks and certificates: each turned on and off again.
import { setTimeout } from "node:timers/promises";
import { all, askedOften, type Change, play, set, setByAzure, turnEachOnAndOff } from "./finding-rows.ts";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ prepare: askedOften });

const operation = { friendlyName: "UPDATE MANAGED SERVER", percentComplete: 35 };

turnEachOnAndOff(stage, [
  {
    key: "operation.running",
    verdict: "progress",
    says: "UPDATE MANAGED SERVER runs on mi-lab",
    change: setByAzure({ operation: { ...operation, state: "InProgress" } }),
  },
  {
    key: "operation.failed",
    verdict: "attention",
    says: "UPDATE MANAGED SERVER failed on mi-lab with error 40627: Not enough cores",
    change: setByAzure({
      operation: { ...operation, state: "Failed", errorCode: 40627, errorDescription: "Not enough cores." },
    }),
  },
  {
    key: "instance.state",
    verdict: "attention",
    says: "ARM says that mi-lab is Stopped, and it answers over SQL",
    change: setByAzure({ armState: "Stopped" }),
  },
  {
    key: "storage",
    verdict: "attention",
    says: "Storage of mi-lab is 90 % full",
    change: set("mi-lab", { storageUsedShare: 0.9 }),
  },
  {
    key: "orphan.database",
    verdict: "problem",
    says: "mi-lab has no database Orders, and orders says it should",
    // A list without any database would prove nothing.
    change: all(set("link:orders", { isLostOnInstance: true }), setByAzure({ storageUsedShare: 0.5 })),
  },
  {
    key: "reach.arm",
    verdict: "attention",
    says: "ARM for mi-lab",
    change: { on: ({ lab }) => lab.fault("arm", { httpStatus: 503 }), off: ({ lab }) => lab.heal("arm") },
  },
  {
    key: "arm.error",
    verdict: "attention",
    says: "ARM says LinkInitError for orders, error 41976",
    change: set("link:orders", { armReplicaState: "LinkInitError", armError: "41976" }),
  },
  {
    key: "disagreement.connection",
    verdict: "attention",
    says: "SQLLAB01 and mi-lab say CONNECTED, ARM says DISCONNECTED",
    change: set("link:orders", { armConnectedState: "DISCONNECTED" }),
  },
  {
    key: "disagreement.health",
    verdict: "attention",
    says: "SQLLAB01 and mi-lab say HEALTHY, ARM says NOT_HEALTHY",
    change: set("link:orders", { armHealth: "NOT_HEALTHY" }),
  },
  {
    key: "disagreement.phase",
    verdict: "attention",
    says: "ARM says LinkInitialSeeding; log already flows",
    change: set("link:orders", { armReplicaState: "LinkInitialSeeding" }),
  },
  {
    key: "disagreement.role.partner",
    verdict: "attention",
    says: "SQLLAB01 says it is PRIMARY, ARM says Secondary",
    change: set("link:orders", { armLeads: "instance" }),
    beside: ["disagreement.role.instance"],
  },
  {
    key: "disagreement.failover-mode",
    verdict: "attention",
    says: "ARM says that failover of orders is Automatic, SQLLAB01 and mi-lab say MANUAL",
    change: set("link:orders", { armFailoverMode: "Automatic" }),
  },
  {
    key: "disagreement.certificate",
    verdict: "attention",
    says: "ARM says that Cert_SQLLAB01_endpoint ends on",
    change: set("link:orders", { armCertificateExpiresInDays: 3 }),
  },
  {
    key: "clock.partner",
    verdict: "attention",
    says: "SQLLAB01 has its clock",
    change: set("SQLLAB01", { clockSkewMs: 90_000 }),
  },
  {
    key: "missing.instance",
    verdict: "attention",
    says: "mi-lab answers without orders; SQLLAB01 and ARM show it",
    change: play("removed", { side: "instance" }),
    beside: ["connection"],
  },
  {
    key: "missing.partner",
    verdict: "attention",
    says: "SQLLAB01 answers without orders; mi-lab and ARM show it",
    change: play("removed", { side: "partner" }),
    beside: ["connection"],
  },
  {
    key: "orphan.sql",
    verdict: "attention",
    says: "The distributed AG orders stands on SQLLAB01; ARM and mi-lab answer without it",
    change: play("orphan-on-sql"),
    beside: ["connection"],
  },
  {
    key: "orphan.arm",
    verdict: "problem",
    says: "ARM lists the link orders, and neither SQLLAB01 nor mi-lab has its distributed AG",
    change: play("orphan-on-arm"),
    beside: ["arm.error"],
  },
  {
    key: "removed",
    verdict: "attention",
    says: "orders is gone: every source that is asked answers without it",
    change: play("removed"),
  },
  {
    key: "orphan.writable-copies",
    verdict: "attention",
    says: "Orders takes writes on both SQLLAB01 and mi-lab, and no link joins them",
    change: all(play("removed"), set("link:orders", { leavesWritableCopies: true })),
    beside: ["removed"],
  },
  {
    key: "certificate.endpoint",
    verdict: "attention",
    says: "Endpoint certificate of SQLLAB01 expires in 20 days",
    change: certified(20.5),
  },
  {
    key: "certificate.partner-copy",
    verdict: "attention",
    says: "Copy of SQLLAB01's certificate on mi-lab expires in 20 days",
    // The old one is kept while a new one takes its place.
    change: all(certified(20.5), set("mi-lab", { keepsOldCopies: true }), certified(300.5)),
    beside: ["certificate.copy"],
  },
  {
    key: "certificate.roots",
    verdict: "attention",
    says: "the root authorities are missing",
    change: set("SQLLAB01", { isMissingRoots: true }),
  },
  {
    key: "certificate.root",
    verdict: "attention",
    says: "Root certificate",
    change: set("SQLLAB01", { rootsExpireInDays: 20.5 }),
  },
]);

turnEachOnAndOff(
  stage,
  [
    {
      key: "configuration.failback",
      verdict: "attention",
      says: "after a failover to mi-lab no log comes back",
      change: setByAzure({ updatePolicy: "AlwaysUpToDate" }),
    },
  ],
  {
    name: "a link that is cut while the managed instance leads",
    change: all(failedOver(), play("link-disconnected")),
    keys: ["connection"],
  },
);

/** Undone by one that lasts for the rest of the year. */
function certified(days: number): Change {
  const certify = async ({ lab }: typeof stage, inDays: number) => {
    await lab.certify("SQLLAB01", inDays);
    await lab.renew("SQLLAB01");
    // Its copy counts once it was read after the change.
    await setTimeout(3000);
    await lab.renew("mi-lab");
  };
  return { on: (on) => certify(on, days), off: (on) => certify(on, 300.5) };
}

/** At once, and back again. */
function failedOver(): Change {
  const failOver = play("planned-failover", { durationSeconds: 0 });
  return {
    on: failOver.on,
    off: async (on) => {
      await failOver.on(on);
      await failOver.off(on);
    },
  };
}
