"use client";

import { useMemo } from "react";
import { chanceBy, type Plan, type PlanForecast } from "../../lib/domain/plan.ts";
import { findSavings } from "../../lib/domain/plan-savings.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime } from "../../lib/format/moment.ts";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import { bandWords, cancelWarning, chanceWords } from "./plan-words.ts";
import styles from "./planner.module.css";

/** When all is over, whether that is in time, and what would make it sooner. */
export function PlanAnswer({
  plan,
  forecast,
  deadline,
  now,
  zone,
}: {
  plan: Plan;
  forecast: PlanForecast;
  deadline: Date | null;
  now: Date;
  zone: string;
}) {
  const savings = useMemo(() => findSavings(plan), [plan]);
  const chance = useMemo(() => (deadline === null ? null : chanceBy(plan, deadline)), [plan, deadline]);
  const { p50 } = forecast.finishAt;
  const warning = cancelWarning(forecast);
  return (
    <Panel>
      <p className={styles.figure}>{p50 === null ? "Not within a year" : formatDayAndTime(p50, now, zone)}</p>
      <p className="quiet">
        {p50 !== null && `${formatDuration((p50.getTime() - plan.startAt.getTime()) / 1000)} from its start. `}
        {bandWords(forecast.finishAt, now, zone)}.
      </p>
      {deadline !== null && chance !== null && (
        <p className={styles.deadline}>
          <VerdictBadge
            verdict={chance >= 0.9 ? "ok" : chance >= 0.5 ? "attention" : "problem"}
            word={`${chanceWords(chance)} likely by ${formatDayAndTime(deadline, now, zone)}`}
          />
          <span className="quiet">{marginWords(forecast, deadline)}</span>
        </p>
      )}
      {warning !== null && (
        <p className={styles.deadline}>
          <VerdictBadge verdict="attention" word={warning} />
        </p>
      )}
      <div className={styles.savings}>
        <PanelHead level={2} title="What would shorten it" note="each alone, by the even chance" />
        {savings.length === 0 ? (
          <p className="quiet">Nothing that this page can turn.</p>
        ) : (
          <ul>
            {savings.map(({ change, savedSeconds, finishAt }) => (
              <li key={change}>
                <span>{change}</span>
                <span className={styles.number}>
                  {savedSeconds === null ? "over" : `${formatDuration(savedSeconds)} sooner,`}{" "}
                  {formatDayAndTime(finishAt, now, zone)}
                </span>
              </li>
            ))}
          </ul>
        )}
      </div>
      <p className={styles.basis}>
        The even chance is plain arithmetic. The band is how far plain arithmetic was off on 522 recorded transfers: a
        tenth took less than 0.78 times as long as their first tenth promised, a tenth more than 1.4 times. A restart is
        not in it: it begins that database from zero.
      </p>
    </Panel>
  );
}

function marginWords({ finishAt: { p50, p90 } }: PlanForecast, deadline: Date): string {
  if (p50 === null) return "";
  const margin = (deadline.getTime() - p50.getTime()) / 1000;
  const late = p90 === null ? null : (deadline.getTime() - p90.getTime()) / 1000;
  const even = margin >= 0 ? `${formatDuration(margin)} to spare` : `${formatDuration(-margin)} too late`;
  if (late === null) return `${even} at the even chance`;
  return `${even} at the even chance, ${late >= 0 ? `${formatDuration(late)} to spare` : `${formatDuration(-late)} too late`} at the far end of the band`;
}
