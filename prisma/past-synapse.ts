// What a Synapse workspace of the lab would have told of its links at a past time, read by the product's own readers.
import {
  isFeeding,
  readDetailedStatus,
  readFailoverGroup,
  readLinkConnection,
  readLinkedService,
  readPrincipalId,
  readTables,
} from "../lib/collect/synapse/payloads.ts";
import { databaseOf, type SlowFacts, serverIdOf, synapseSample } from "../lib/collect/synapse/samples.ts";
import type { SourceIdentity } from "../lib/domain/outcome.ts";
import type { Sample } from "../lib/domain/sample.ts";
import { serverOf } from "../lib/domain/synapse-failover.ts";
import type { Scenario } from "../lib/lab/scenario.ts";
import { failoverGroupsAt, linkWorkspacesAt, logicalServerAt, synapsePayloadsAt } from "../lib/lab/synapse-payloads.ts";

export function synapseSamplesAt(scenario: Scenario, source: SourceIdentity, at: Date): Sample[] {
  const payloads = synapsePayloadsAt(scenario, source.name, at.getTime());
  return payloads.linkConnections.map((entry) => {
    const link = readLinkConnection(entry);
    const linkedService = readLinkedService(payloads.linkedServices.get(link.linkedServiceName ?? "") ?? {});
    const serverId = serverIdOf(link.resourceId) ?? "";
    const database = databaseOf(link, linkedService) ?? "";
    const groups = failoverGroupsAt(scenario, serverOf(serverId) ?? "", at.getTime()) ?? [];
    const group = readFailoverGroup(groups, serverId, database);
    const primary = serverOf(group?.servers.find(({ role }) => role === "Primary")?.resourceId ?? null);
    const feeds = primary === null ? null : linkWorkspacesAt(scenario, primary, database, at.getTime());
    const primaryPrincipalId = primary === null ? null : readPrincipalId(logicalServerAt(scenario, primary));
    const slow: SlowFacts = {
      linkedService,
      tables: {
        toldAt: at,
        value: readTables(payloads.linkTables.get(link.name) ?? [], payloads.tableStatus.get(link.name) ?? []),
      },
      failover: {
        toldAt: at,
        value: {
          group: group && { ...group, primaryPrincipalId },
          isFedByPrimary: feeds && isFeeding(feeds, source.name, link.name),
        },
      },
      untold: [],
    };
    return synapseSample(source, link, readDetailedStatus(payloads.detailedStatus.get(link.name) ?? {}), slow, at);
  });
}
