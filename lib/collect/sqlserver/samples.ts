// From one answer to samples: each link with the key that joins it to what the other side and ARM say.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { LinkKey, Sample, SqlLinkFacts, SqlReplicaFacts } from "../../domain/sample.ts";
import { serverNamedIn } from "../server-name.ts";
import { instanceFacts, linkFacts, type SqlAnswer, type Told } from "./rows.ts";

/** A sample for each link and, on the minute clock, one for the instance with everything it ever told. */
export function samplesOf(
  identity: SourceIdentity,
  answer: SqlAnswer,
  told: Told,
  observedAt: Date,
  withInstance: boolean,
): Sample[] {
  const said = { sourceId: identity.id, observedAt, vantage: identity.side };
  const samples: Sample[] = linkFacts(answer, told).map((facts) => ({
    about: "link",
    key: keyOf(identity, facts),
    ...said,
    facts,
  }));
  if (withInstance) samples.push({ about: "instance", ...said, facts: instanceFacts(answer, told) });
  return samples;
}

function keyOf(identity: SourceIdentity, { groupId, name, replicas }: SqlLinkFacts): LinkKey {
  const other = otherSide(replicas);
  return {
    distributedAvailabilityGroupId: groupId,
    name,
    partnerName: identity.side === "partner" ? identity.name : other,
    instanceName: identity.side === "instance" ? identity.name : other,
  };
}

/** Name of the server behind the remote replica; without a state row nobody says which is remote, then only `Server=[…]` counts. */
function otherSide(replicas: SqlReplicaFacts[]): string | null {
  const hasLocal = replicas.some((replica) => replica.isLocal === true);
  for (const replica of replicas) {
    if (replica.isLocal === true) continue;
    const named = serverNamedIn(replica.endpointUrl);
    if (named && (hasLocal || named.isExplicit)) return named.name;
  }
  return null;
}
