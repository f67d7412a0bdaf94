"use client";

import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime } from "../../lib/format/moment.ts";
import { useZone } from "../ui/clock.tsx";
import { Moment } from "../ui/moment.tsx";
import styles from "./cutover.module.css";
import { CutoverForm } from "./cutover-form.tsx";

/** The cutover date of a link that does not seed; only the way to set one where there is none. */
export function CutoverLine({ snapshot, onKept }: { snapshot: LinkSnapshot; onKept: () => void }) {
  const zone = useZone();
  const { cutover, readAt, link } = snapshot;
  const leftSeconds = cutover ? (Date.parse(cutover.at) - Date.parse(readAt)) / 1000 : 0;
  return (
    <div className={styles.line}>
      {cutover && (
        <p className={styles.note}>
          {leftSeconds > 0 ? "Cutover planned" : "Cutover was planned"}{" "}
          <b>
            <time dateTime={cutover.at}>{formatDayAndTime(cutover.at, readAt, zone)}</time>
          </b>
          {leftSeconds > 0 && `, in ${formatDuration(leftSeconds)}`}
          {cutover.note && `: ${cutover.note}`}
          <small>
            {" "}
            (set <Moment at={cutover.changedAt} />)
          </small>
        </p>
      )}
      <CutoverForm linkId={link.linkId} cutover={cutover} onKept={onKept} />
    </div>
  );
}
