// What pages read of Azure Synapse Links: plain, JSON-safe pictures.
import type { Plain, SourceHealth } from "./snapshot.ts";
import type { SynapseAssessment, SynapseTransition } from "./synapse-assessment.ts";
import type { SynapseLinkFacts } from "./synapse-sample.ts";

/** The page of Synapse Links in one reading. */
export interface SynapseSnapshot {
  /** Our clock when the history was read. */
  readAt: string;
  isDemo: boolean;
  /** Worst first, then by workspace and name. */
  links: SynapseLinkRow[];
  /** The workspaces. */
  sources: SourceHealth[];
}

export interface SynapseLinkRow {
  /** "syn-dwh-weu/shop-to-dwh" */
  id: string;
  sourceId: string;
  workspaceName: string;
  linkConnectionName: string;
  observedAt: string;
  facts: Plain<SynapseLinkFacts>;
  assessment: Plain<SynapseAssessment>;
  /** Changes of its verdict, newest first, at most 20. */
  transitions: Plain<SynapseTransition>[];
}
