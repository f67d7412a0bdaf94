"use client";

import type { ReactNode } from "react";
import type { LogState, RemainingTime } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { useZone } from "../ui/clock.tsx";
import { Moment } from "../ui/moment.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./cutover.module.css";
import { CutoverForm } from "./cutover-form.tsx";
import { againstDeadline, firstFullLog } from "./deadline.ts";

type Forecast = Plain<RemainingTime> | null;

/** When Azure gives up by itself (ms), and how long that is. */
export function CancelRow({
  cancelAt,
  begunAt,
  forecast,
  now,
}: {
  cancelAt: number;
  begunAt: string | null;
  forecast: Forecast;
  now: string;
}) {
  const zone = useZone();
  const leftSeconds = (cancelAt - Date.parse(now)) / 1000;
  return (
    <Row
      word="Automatic cancel"
      limit={cancelAt}
      said={formatMoment(new Date(cancelAt), now, zone)}
      forecast={forecast}
      now={now}
    >
      <small>
        {leftSeconds > 0 ? `in ${formatDuration(leftSeconds)}` : "due"}
        {begunAt && (
          <>
            , first attempt <Moment at={begunAt} />
          </>
        )}
      </small>
    </Row>
  );
}

/** The date that people set, and the way to set it. */
export function CutoverRow({
  linkId,
  cutover,
  forecast,
  now,
  onKept,
}: {
  linkId: string;
  cutover: LinkSnapshot["cutover"];
  forecast: Forecast;
  now: string;
  onKept: () => void;
}) {
  const zone = useZone();
  const form = <CutoverForm linkId={linkId} cutover={cutover} onKept={onKept} />;
  if (cutover === null)
    return (
      <tr>
        <th scope="row">Cutover date</th>
        <td>none set</td>
        <td>{form}</td>
      </tr>
    );
  return (
    <Row
      word="Cutover date"
      limit={Date.parse(cutover.at)}
      said={formatDayAndTime(cutover.at, now, zone)}
      forecast={forecast}
      now={now}
    >
      <small className={styles.note}>
        {cutover.note && `${cutover.note}, `}set <Moment at={cutover.changedAt} />
      </small>
      {form}
    </Row>
  );
}

/** When the log of the side that leads is full, of several databases the first; nothing where none fills. */
export function LogFullRow({
  log,
  forecast,
  now,
}: {
  log: readonly Plain<LogState>[];
  forecast: Forecast;
  now: string;
}) {
  const zone = useZone();
  const first = firstFullLog(log, Date.parse(now));
  if (first === null) return null;
  return (
    <Row
      word="Log of the primary full"
      limit={Date.parse(first.fullAt)}
      said={formatMoment(first.fullAt, now, zone)}
      forecast={forecast}
      now={now}
    >
      <small>{log.length > 1 && `${first.databaseName}, `}at the present rate, if nothing is cut</small>
    </Row>
  );
}

function Row({
  word,
  limit,
  said,
  forecast,
  now,
  children,
}: {
  word: string;
  limit: number;
  said: string;
  forecast: Forecast;
  now: string;
  children: ReactNode;
}) {
  const { words, margin, verdict } = againstDeadline(limit, forecast, Date.parse(now));
  return (
    <tr>
      <th scope="row">
        <span>
          <VerdictMark verdict={verdict} />
          {word}
        </span>
      </th>
      <td>{said}</td>
      <td>
        {words}
        {margin && <small>{margin}</small>}
        {children}
      </td>
    </tr>
  );
}
