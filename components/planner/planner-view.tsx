"use client";

import { useQueryStates } from "nuqs";
import { useDeferredValue, useMemo, useState } from "react";
import { forecastPlan } from "../../lib/domain/plan.ts";
import { parsePlanText } from "../../lib/domain/plan-text.ts";
import type { PlannerSnapshot } from "../../lib/domain/planner-snapshot.ts";
import { useTicking, useZone } from "../ui/clock.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { PlanAnswer } from "./plan-answer.tsx";
import { PlanBars } from "./plan-bars.tsx";
import { PlanForm } from "./plan-form.tsx";
import { addressOf, fitsAddress, instantOf, type PlanState, planKeys, planOf } from "./plan-state.ts";
import { planHeadline } from "./plan-words.ts";
import styles from "./planner.module.css";

/** What if: sizes, bandwidth and hours on the left, when it is over on the right. The address holds all of it. */
export function PlannerView({ snapshot }: { snapshot: PlannerSnapshot }) {
  const zone = useZone();
  const minute = useTicking((now) => Math.floor(now / 60_000) * 60_000);
  const [inAddress, write] = useQueryStates(planKeys, { history: "replace", throttleMs: 400 });
  // What is typed counts at once; the address follows, and its echo must not undo what was typed meanwhile.
  const [state, setState] = useState<PlanState>(inAddress);
  const change = (changes: Partial<PlanState>) => {
    setState((before) => ({ ...before, ...changes }));
    void write(addressOf(changes));
  };
  const settled = useDeferredValue(state);
  const read = useMemo(() => parsePlanText(settled.databases), [settled.databases]);
  const answer = useMemo(() => {
    const { plan, missing } = planOf(settled, read.databases, zone, minute);
    return plan === null ? { missing } : { plan, forecast: forecastPlan(plan) };
  }, [settled, read, zone, minute]);
  const now = useMemo(() => new Date(minute), [minute]);
  const by = settled.by;
  const deadline = useMemo(() => instantOf(by), [by]);
  return (
    <>
      <div className={styles.head}>
        <h1>
          {answer.plan === undefined ? "When would it be done?" : planHeadline(answer.plan, answer.forecast, now, zone)}
        </h1>
        <p>
          A plan before there is a link: sizes, bandwidth and hours in, a finish with its band out.{" "}
          {fitsAddress(settled.databases)
            ? "The address of this page holds the plan."
            : "The address of this page holds the plan without its databases: they are too many for an address."}{" "}
          Further down: <a href="#seedings-now">what seeds now</a> and{" "}
          <a href="#scorecard">how good such forecasts were</a>.
        </p>
      </div>
      <div className={styles.columns}>
        <PlanForm state={state} read={read} snapshot={snapshot} zone={zone} now={minute} onChange={change} />
        <div className={styles.answer}>
          {answer.plan === undefined ? (
            <EmptyState level={2} title="No finish yet">
              {answer.missing}.
            </EmptyState>
          ) : (
            <PlanAnswer plan={answer.plan} forecast={answer.forecast} deadline={deadline} now={now} zone={zone} />
          )}
        </div>
      </div>
      {answer.plan !== undefined && (
        <PlanBars forecast={answer.forecast} startAt={answer.plan.startAt} now={now} zone={zone} />
      )}
    </>
  );
}
