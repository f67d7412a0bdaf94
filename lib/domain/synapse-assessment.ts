// What we make of an Azure Synapse Link: a verdict with its findings, whether its source failed over, and the way back.
import type { SourceState } from "./assessment.ts";
import type { SynapseLinkFacts } from "./synapse-sample.ts";
import type { Verdict } from "./verdict.ts";

/** Everything known about one link connection when it is assessed. `source` null: the workspace left the estate. */
export interface SynapseLinkView {
  workspaceName: string;
  linkConnectionName: string;
  source: SourceState | null;
  observedAt: Date;
  facts: SynapseLinkFacts;
}

/** `synapse`: the workspace says · `arm`: Azure Resource Manager says · `linkspan`: our own conclusion. */
export type SynapseVantage = "synapse" | "arm" | "linkspan";

export interface SynapseEvidence {
  fact: string;
  value: string;
  vantage: SynapseVantage;
  at: Date | null;
}

/** As a finding of a link: what is so, what follows, and a first step that begins with a verb. */
export interface SynapseFinding {
  /** "source-failed-over", "status", "tables.failed" … */
  key: string;
  verdict: Verdict;
  reason: string;
  consequence: string;
  step: string | null;
  evidence: SynapseEvidence[];
  since: Date;
  vantage: SynapseVantage;
}

/** A finding before it is dated. */
export type SynapseDraft = Omit<SynapseFinding, "since"> & { since?: Date | null };

/** How the linked service names its source: the failover group's read/write listener, one server, or not known. */
export type ConnectionStyle = "listener" | "server" | "unknown";

/** `certain`: two independent signs. `likely`: one. */
export type Certainty = "certain" | "likely";

/** One way to tell that the source failed over away from the link. */
export interface FailoverSign {
  key: "roles" | "feeding" | "commits";
  /** True: it speaks for a failover · false: against one · null: it tells nothing. */
  isSo: boolean | null;
  words: string;
  vantage: SynapseVantage;
  at: Date | null;
}

export interface SourceFailover {
  groupName: string | null;
  sourceServer: string | null;
  /** The server that leads now. */
  primaryServer: string | null;
  primaryResourceId: string | null;
  style: ConnectionStyle;
  signs: FailoverSign[];
  /** Null: nothing says that the source failed over. */
  certainty: Certainty | null;
}

/** One thing to do on the way back, in order. */
export interface RecoveryStep {
  key: "stop" | "linked-service" | "identity" | "tables" | "start";
  text: string;
  /** What has to be typed there, by name; to copy. */
  values: { name: string; value: string }[];
  /** Null: cannot be seen from here. */
  isDone: boolean | null;
}

export interface SynapseAssessment {
  assessedAt: Date;
  verdict: Verdict;
  verdictSince: Date;
  headline: string;
  /** What the link does, as Linkspan concludes it, in a few words; stands beside the status as displayed. */
  conclusion: string;
  findings: SynapseFinding[];
  failover: SourceFailover;
  /** Empty unless the source failed over. */
  steps: RecoveryStep[];
}

/** A change of the verdict, kept for ever. `from` null: its first. */
export interface SynapseTransition {
  at: Date;
  from: Verdict | null;
  to: Verdict;
  reason: string;
}
