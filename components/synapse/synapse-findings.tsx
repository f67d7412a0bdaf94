"use client";

import type { Plain } from "../../lib/domain/snapshot.ts";
import type { SynapseFinding, SynapseVantage } from "../../lib/domain/synapse-assessment.ts";
import { FindingList } from "../findings/finding-list.tsx";

const speakers: Record<SynapseVantage, string> = { synapse: "Synapse workspace", arm: "ARM", linkspan: "Linkspan" };

/** As the findings of a link; who speaks is a workspace or Azure Resource Manager, never a side. */
export function SynapseFindings({ findings }: { findings: readonly Plain<SynapseFinding>[] }) {
  if (findings.length === 0) return null;
  return <FindingList findings={findings} label="Findings" speaker={(vantage) => speakers[vantage]} />;
}
