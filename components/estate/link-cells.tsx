"use client";

import type { EstateRow } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatKb, formatPercent } from "../../lib/format/size.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { Elapsed } from "../ui/elapsed.tsx";
import { Moment } from "../ui/moment.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Spark } from "../ui/spark.tsx";
import styles from "./link-table.module.css";
import { flowKind, leadingLag, modeWords } from "./row-words.ts";

/** Second line under the phase: the rate, how long, since when, or the mode. */
export function PhaseNote({ link }: { link: EstateRow }) {
  return <small>{phaseNote(link)}</small>;
}

function phaseNote(link: EstateRow) {
  const mode = modeWords(link);
  const { seeding } = link;
  switch (link.phase) {
    case "seeding":
    case "seeding-restarted":
      return seeding?.rateBytesPerSecond == null ? "rate not known" : formatRate(seeding.rateBytesPerSecond);
    case "seeding-stalled":
      return seeding?.movedAt ? (
        <>
          no byte since <Moment at={seeding.movedAt} />
        </>
      ) : (
        "no byte moves"
      );
    case "waiting-to-seed":
      return (
        <>
          for <Elapsed since={link.phaseSince} />
        </>
      );
    case "seeding-failed":
      return (
        <>
          {seeding?.attempt != null && `attempt ${seeding.attempt}, `}at <Moment at={link.phaseSince} />
        </>
      );
    case "split-brain":
    case "failing-over":
    case "not-known":
    case "removed":
      return (
        <>
          since <Moment at={link.phaseSince} />
        </>
      );
    case "disconnected":
    case "suspended":
      return mode === null ? (
        <>
          since <Moment at={link.phaseSince} />
        </>
      ) : (
        `was ${mode}`
      );
    default:
      return mode ?? "mode not known";
  }
}

/** Progress of a seeding, or lag with both queues, or that it cannot be known and since when. */
export function FlowCell({ link }: { link: EstateRow }) {
  const { seeding, numbers } = link;
  switch (flowKind(link)) {
    case "not-started":
      return (
        <>
          <ProgressBar fraction={null} state="waits" />
          <small>not started</small>
        </>
      );
    case "stopped":
      return (
        <>
          <ProgressBar fraction={seeding?.fraction ?? null} state="stopped" />
          <small className={styles.words} data-verdict="problem">
            {seeding?.fraction == null ? "stopped" : `stopped at ${formatPercent(seeding.fraction)}`}
          </small>
        </>
      );
    case "seeding": {
      const left = seeding?.forecast ? `about ${formatDuration(seeding.forecast.p50Seconds)} left` : "no forecast";
      return (
        <>
          <ProgressBar fraction={seeding?.fraction ?? null} />
          <small className={styles.strong} title={seeding?.forecastMissing ?? undefined}>
            {seeding?.fraction == null ? "share not known" : formatPercent(seeding.fraction)} · {left}
          </small>
        </>
      );
    }
    case "lags": {
      const lag = leadingLag(link);
      return (
        <>
          <span className={styles.words} data-verdict={lag?.verdict === "ok" ? undefined : lag?.verdict}>
            {lag === null ? "lag not known" : keepUnits(`${lag.word} ${formatDuration(lag.seconds)}`)}
          </span>
          <small>
            {queueWords("send", numbers.logSendQueueKb?.value)} · {queueWords("redo", numbers.redoQueueKb?.value)}
          </small>
        </>
      );
    }
    default:
      return (
        <>
          <ProgressBar fraction={null} state={link.phase === "suspended" ? "suspended" : "unknown"} />
          <small className={styles.words} data-verdict="unknown">
            {numbers.why ?? (
              <>
                not known since <Moment at={link.phaseSince} />
              </>
            )}
          </small>
        </>
      );
  }
}

function queueWords(word: string, kb: number | undefined): string {
  return kb === undefined ? `${word} not known` : keepUnits(`${word} ${formatKb(kb)}`);
}

const sparkWords = { "seeding-rate": "rate", "redo-lag": "redo lag", "send-lag": "send lag" } as const;

/** The last 12 hours in a line, captioned with what and how much. */
export function SparkCell({ spark }: { spark: EstateRow["spark"] }) {
  const known = spark?.points.filter((point) => point !== null) ?? [];
  if (spark === null || known.length === 0) return <span className="faint">no samples yet</span>;
  const newest = spark.points.at(-1) ?? null;
  const caption =
    spark.unit === "bytes/s"
      ? `rate, ${newest === null ? "last" : "now"} ${formatRate(newest ?? known.at(-1)!)}`
      : `${sparkWords[spark.what]}, max ${formatDuration(Math.max(...known))}`;
  return (
    <>
      <Spark points={spark.points} label={`${caption}, last 12 hours`} />
      <small>{keepUnits(caption)}</small>
    </>
  );
}
