// From an entry of ARM's list to a sample, with the key that joins it to what the two sides say.
import type { SourceIdentity } from "../../domain/outcome.ts";
import type { ArmLinkFacts, Sample } from "../../domain/sample.ts";
import { serverNamedIn } from "../server-name.ts";

export function linkSample(identity: SourceIdentity, facts: ArmLinkFacts, observedAt: Date): Sample {
  return {
    about: "link",
    sourceId: identity.id,
    observedAt,
    vantage: "arm",
    key: {
      distributedAvailabilityGroupId: facts.distributedAvailabilityGroupId,
      name: facts.name,
      partnerName: serverNamedIn(facts.partnerEndpoint)?.name ?? null,
      instanceName: identity.name,
    },
    facts,
  };
}
