// A Synapse Link on the estate page, where it is told in one line.
import type { Verdict } from "./verdict.ts";

/** A Synapse Link that someone has to look at, as the estate page tells it. */
export interface SynapseAlarm {
  id: string;
  name: string;
  verdict: Verdict;
  headline: string;
  since: string;
}
