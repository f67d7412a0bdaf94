// A seeding's state as a page says it: the word, how it stands by itself, and why it has no number where it has none.
import type { SeedingState } from "../../lib/domain/assessment.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";

export interface StandingWords {
  word: string;
  verdict: Verdict;
  /** How the bar of what is copied looks. */
  bar: "runs" | "stopped" | "waits" | "unknown";
  /** What is said in place of a forecast while no bytes are counted. */
  unforetold: string;
}

export const standingWords: Record<SeedingState, StandingWords> = {
  waiting: {
    word: "Waiting",
    verdict: "progress",
    bar: "waits",
    unforetold: "How long it takes can be told once bytes go over.",
  },
  running: {
    word: "Running",
    verdict: "progress",
    bar: "runs",
    unforetold: "Bytes are not told, so nothing can be counted.",
  },
  stalled: {
    word: "Stalled",
    verdict: "problem",
    bar: "stopped",
    unforetold: "When it goes on cannot be told.",
  },
  restarting: {
    word: "Restarting",
    verdict: "attention",
    bar: "runs",
    unforetold: "How long it takes can be told once bytes go over again.",
  },
  overrun: {
    word: "Overrun",
    verdict: "attention",
    bar: "runs",
    unforetold: "How much is still to come cannot be told.",
  },
  finishing: {
    word: "Finishing",
    verdict: "progress",
    bar: "runs",
    unforetold: "What is left to do is not counted in bytes, and nobody tells how long it takes.",
  },
  failed: {
    word: "Failed",
    verdict: "problem",
    bar: "stopped",
    unforetold: "It does not run, so there is nothing to foretell.",
  },
  "not-known": {
    word: "Not known",
    verdict: "unknown",
    bar: "unknown",
    unforetold: "Nobody tells how far it is.",
  },
};
