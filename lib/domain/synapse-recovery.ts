// The way back after the source of an Azure Synapse Link failed over, for the style of connection in use, each step with whether it is done.
import type { RecoveryStep, SourceFailover } from "./synapse-assessment.ts";
import { hostLabel, isSameName, serverOf } from "./synapse-failover.ts";
import type { SynapseLinkFacts } from "./synapse-sample.ts";

/** In the order in which they have to be done. */
export function recoverySteps(facts: SynapseLinkFacts, failover: SourceFailover): RecoveryStep[] {
  const link = facts.linkConnectionName;
  return [
    {
      key: "stop",
      text: `Stop ${link} in Synapse Studio: Integrate, ${link}, Stop`,
      values: [],
      isDone: isSameName(facts.status, "Stopped"),
    },
    connectionStep(facts, failover),
    identityStep(facts, failover),
    {
      key: "tables",
      text: "Clean the target tables that hold incomplete data, or tick “Drop and recreate table on target”",
      values: [],
      isDone: null,
    },
    { key: "start", text: `Start ${link}: Integrate, ${link}, Start`, values: [], isDone: false },
  ];
}

function connectionStep({ source, failoverGroup }: SynapseLinkFacts, failover: SourceFailover): RecoveryStep {
  const service = `linked service ${source.linkedServiceName ?? "of the source"}`;
  const listener = failoverGroup === null ? null : fullName(failoverGroup.name, source.connectionServer);
  const primary = failover.primaryServer && fullName(failover.primaryServer, source.connectionServer);
  const database = source.databaseName === null ? [] : [{ name: "Database name", value: source.databaseName }];
  const step = { key: "linked-service" as const };
  if (failover.style === "listener") {
    return {
      ...step,
      text: `Leave ${service} as it is: it connects through the listener of failover group ${failover.groupName}, which follows the primary; it needs the workspace's managed identity`,
      values: [],
      isDone: true,
    };
  }
  const edit = `Edit the connection string of ${service} (Manage, Linked services): server name${primary === null ? "" : ` ${primary}`}, database name and authentication of the new primary`;
  return {
    ...step,
    text:
      listener === null
        ? edit
        : `${edit}. Or set it once for all: the listener ${listener} with the workspace's managed identity`,
    values: [
      ...(primary === null ? [] : [{ name: "Server name", value: primary }]),
      ...database,
      ...(listener === null ? [] : [{ name: "Or listener", value: listener }]),
    ],
    isDone:
      failover.style === "unknown" ? null : isSameName(hostLabel(source.connectionServer), failover.primaryServer),
  };
}

/** With the listener Synapse Studio cannot find the new server by itself. */
function identityStep({ source, failoverGroup }: SynapseLinkFacts, failover: SourceFailover): RecoveryStep {
  const { primaryResourceId: resourceId, style } = failover;
  const where = "Integrate, the link's General tab";
  const isDone = resourceId === null ? null : isSameName(serverOf(source.resourceId), serverOf(resourceId));
  const principalId = failoverGroup?.primaryPrincipalId ?? null;
  const values = [
    ...(resourceId === null ? [] : [{ name: "SQL logical server resource ID", value: resourceId }]),
    ...(principalId === null ? [] : [{ name: "Managed identity ID", value: principalId }]),
  ];
  const byHand = `type the SQL logical server resource ID and the managed identity ID of ${failover.primaryServer ?? "the new primary"} by hand`;
  if (style === "listener") {
    return {
      key: "identity",
      text: `Update the link itself (${where}): ${byHand}; Refresh does not find them through a listener`,
      values,
      isDone,
    };
  }
  return {
    key: "identity",
    text: `Press Refresh (${where}), which fetches the SQL logical server resource ID and the managed identity ID of the new primary. If the linked service now uses the listener, ${byHand}`,
    values,
    isDone,
  };
}

/** With the domain that the connection already uses: national clouds have their own. */
function fullName(label: string, connectionServer: string | null): string {
  const domain = /^(?:tcp:)?[^.,:\s]+\.([^,:\s]+)/i.exec(connectionServer ?? "")?.[1] ?? "database.windows.net";
  return `${label}.${domain}`;
}
