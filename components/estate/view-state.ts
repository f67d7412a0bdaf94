"use client";

// What of the estate is shown lives in the address of the page, so that a view can be sent to somebody.
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import type { Phase } from "../../lib/domain/assessment.ts";
import { verdicts } from "../../lib/domain/verdict.ts";
import { groupings, sortings } from "./arrange.ts";

export const phases = [
  "split-brain",
  "disconnected",
  "seeding-failed",
  "seeding-stalled",
  "suspended",
  "not-known",
  "failing-over",
  "waiting-to-seed",
  "seeding",
  "seeding-restarted",
  "catching-up",
  "replicating",
  "replicating-back",
  "removed",
] as const satisfies readonly Phase[];

export const densities = ["two-lines", "compact"] as const;

export function useEstateView() {
  return useQueryStates(
    {
      q: parseAsString.withDefault(""),
      verdict: parseAsStringLiteral(verdicts),
      phase: parseAsStringLiteral(phases),
      instance: parseAsString,
      group: parseAsStringLiteral(groupings).withDefault("sqlserver"),
      sort: parseAsStringLiteral(sortings).withDefault("worst"),
      rows: parseAsStringLiteral(densities).withDefault("two-lines"),
      folded: parseAsArrayOf(parseAsString).withDefault([]),
      /** Groups unfolded on a phone, where those without a problem are folded by themselves. */
      unfolded: parseAsArrayOf(parseAsString).withDefault([]),
    },
    { history: "replace", shallow: true, scroll: false },
  );
}

export type EstateView = ReturnType<typeof useEstateView>[0];
export type SetEstateView = ReturnType<typeof useEstateView>[1];

export const noFilters = { q: null, verdict: null, phase: null, instance: null } as const;
