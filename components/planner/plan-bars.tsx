"use client";

import type { PlanForecast } from "../../lib/domain/plan.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime } from "../../lib/format/moment.ts";
import { formatBytes } from "../../lib/format/size.ts";
import { Panel, Section } from "../ui/panel.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import { bandWords } from "./plan-words.ts";
import styles from "./planner.module.css";

/** More rows than a person reads are counted, not drawn. */
const mostRows = 200;

/** The order, and when each database begins and is over: dark until nearly sure, light as long as it may take. */
export function PlanBars({
  forecast,
  startAt,
  now,
  zone,
}: {
  forecast: PlanForecast;
  startAt: Date;
  now: Date;
  zone: string;
}) {
  const from = startAt.getTime();
  const ends = forecast.databases.map(({ finishAt }) => (finishAt.p90 ?? finishAt.p50 ?? startAt).getTime());
  const span = Math.max(1, Math.max(...ends) - from);
  const place = (at: Date | null) => (at === null ? 100 : Math.min(100, (100 * (at.getTime() - from)) / span));
  const rows = forecast.databases.slice(0, mostRows);
  return (
    <Section id="order" title="Order and finish" note={`Times in ${zone}`}>
      <Panel padded={false}>
        <table className={styles.bars} {...asTable}>
          <thead>
            <tr>
              <th scope="col">Database</th>
              <th scope="col" className={styles.number}>
                Size
              </th>
              <th scope="col">Begins</th>
              <th scope="col">Over about</th>
              <th scope="col" className={styles.wide}>
                From the start of the plan to its latest end
              </th>
            </tr>
          </thead>
          <tbody {...asRowGroup}>
            {rows.map(({ database, startAt: begins, finishAt }) => (
              <tr key={database.name} {...asRow}>
                <th scope="row" {...asRowHead}>
                  {database.name}
                </th>
                <td {...asCell} className={styles.number} data-label="Size">
                  {formatBytes(database.bytes)}
                </td>
                <td {...asCell} data-label="Begins">
                  {formatDayAndTime(begins, now, zone)}
                </td>
                <td {...asCell} data-label="Over about">
                  {finishAt.p50 === null ? "not within a year" : formatDayAndTime(finishAt.p50, now, zone)}
                  <small>
                    {finishAt.p50 && formatDuration((finishAt.p50.getTime() - begins.getTime()) / 1000)} ·{" "}
                    {bandWords(finishAt, now, zone)}
                  </small>
                </td>
                <td {...asCell} className={styles.wide} aria-hidden="true">
                  <span className={styles.track}>
                    <i
                      className={styles.late}
                      style={{ left: `${place(begins)}%`, right: `${100 - place(finishAt.p90)}%` }}
                    />
                    <i
                      className={styles.soon}
                      style={{ left: `${place(begins)}%`, right: `${100 - place(finishAt.p10)}%` }}
                    />
                    <i className={styles.even} style={{ left: `${place(finishAt.p50)}%` }} />
                  </span>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        {forecast.databases.length > mostRows && (
          <p className={styles.more}>and {forecast.databases.length - mostRows} more, counted above</p>
        )}
      </Panel>
    </Section>
  );
}
