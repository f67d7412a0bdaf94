"use client";

import type { ReactNode } from "react";
import { useZone } from "../ui/clock.tsx";
import { type BandSegment, placeSegments } from "./band-segments.ts";
import styles from "./health-bands.module.css";
import { type Mark, spreadMarks } from "./marks.ts";
import { sayMoment } from "./say.ts";
import { timeTicks } from "./ticks.ts";
import { useSize } from "./use-size.ts";

export interface Band {
  key: string;
  label: string;
  /** Linkspan's own verdict: thicker, on top. */
  isVerdict: boolean;
  segments: readonly BandSegment[];
  /** What a segment is called; null: no word. */
  word: (segment: BandSegment) => string | null;
}

/** A band per voice on one time axis. Boxes, not a drawing: a word that does not fit its segment falls out of sight by itself. */
export function HealthBands({
  bands,
  from,
  to,
  marks,
  label,
  legend,
}: {
  bands: readonly Band[];
  /** ms since 1970. */
  from: number;
  to: number;
  marks: Mark[];
  /** One sentence for those who do not see it. */
  label: string;
  legend: ReactNode;
}) {
  const zone = useZone();
  const [ref, { width }] = useSize<HTMLDivElement>();
  const share = (at: number) => ((at - from) / (to - from)) * 100;
  const shown = marks.filter((mark) => mark.at >= from && mark.at <= to);
  const centres = spreadMarks(
    shown.map((mark) => (share(mark.at) / 100) * width),
    8,
    width - 8,
  );
  return (
    <figure className={styles.figure} aria-label={label}>
      <div className={styles.bands}>
        <div className={styles.over} ref={ref} aria-hidden="true">
          {timeTicks(from, to, width || 600, zone).map((tick) => (
            <span
              key={tick.at}
              className={tick.isDay ? styles.day : styles.tick}
              style={{ left: `${share(tick.at)}%` }}
            >
              <i />
              <span>{tick.label}</span>
            </span>
          ))}
          {width > 0 &&
            shown.map((mark, index) => (
              <span key={mark.letter}>
                <i className={styles.line} style={{ left: `${share(mark.at)}%` }} />
                <b className={styles.letter} style={{ left: centres[index] }}>
                  {mark.letter}
                </b>
              </span>
            ))}
        </div>
        {bands.map((band) => (
          <div key={band.key} className={band.isVerdict ? styles.verdictRow : styles.row}>
            <span className={styles.label}>{band.label}</span>
            <ul className={styles.band}>
              {placeSegments(band.segments, from, to).map((segment) => (
                <li
                  key={segment.from}
                  className={`${styles.segment} ${styles[segment.look]}`}
                  data-verdict={segment.verdict}
                  style={{ left: `${segment.left}%`, width: `max(2px, ${segment.width}% - 1px)` }}
                  title={`${sayMoment(Date.parse(segment.from), to, zone)} to ${sayMoment(Date.parse(segment.to), to, zone)}: ${segment.reason}`}
                >
                  <span>{segment.value === null ? missingWord(segment) : band.word(segment)}</span>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
      <div className={styles.legend}>
        {legend}
        {shown.length > 0 && (
          <ol className={styles.events}>
            {shown.map((mark) => (
              <li key={mark.letter}>
                <b className={styles.sign}>{mark.letter}</b>
                <span>
                  <time dateTime={new Date(mark.at).toISOString()}>{sayMoment(mark.at, to, zone)}</time> {mark.text}
                </span>
              </li>
            ))}
          </ol>
        )}
      </div>
    </figure>
  );
}

/** Before its first word a band is not a failure to see: nobody looked. */
function missingWord(segment: BandSegment): string {
  return segment.reason.startsWith("Not observed") ? "not watched yet" : "not known";
}
