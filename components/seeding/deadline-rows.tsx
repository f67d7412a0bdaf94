"use client";

import type { ReactNode } from "react";
import type { LogState } from "../../lib/domain/assessment.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { standingLog } from "../log/log-words.ts";
import { useZone } from "../ui/clock.tsx";
import { Moment } from "../ui/moment.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./cutover.module.css";
import { CutoverForm } from "./cutover-form.tsx";
import { againstDeadline, type Finish } from "./deadline.ts";

/** The date that people set, and the way to set it. */
export function CutoverRow({
  linkId,
  cutover,
  finish,
  now,
  onKept,
}: {
  linkId: string;
  cutover: LinkSnapshot["cutover"];
  finish: Finish | null;
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
      finish={finish}
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
  finish,
  now,
}: {
  log: readonly Plain<LogState>[];
  finish: Finish | null;
  now: string;
}) {
  const zone = useZone();
  const first = log
    .map((state) => standingLog(state, Date.parse(now)))
    .flatMap(({ fullAt, databaseName }) => (fullAt === null ? [] : [{ fullAt, databaseName }]))
    .sort((a, b) => Date.parse(a.fullAt) - Date.parse(b.fullAt))[0];
  if (first === undefined) return null;
  return (
    <Row
      word="Log of the primary full"
      limit={Date.parse(first.fullAt)}
      said={formatMoment(first.fullAt, now, zone)}
      finish={finish}
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
  finish,
  now,
  children,
}: {
  word: string;
  limit: number;
  said: string;
  finish: Finish | null;
  now: string;
  children: ReactNode;
}) {
  const { words, margin, verdict } = againstDeadline(limit, finish, Date.parse(now));
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
