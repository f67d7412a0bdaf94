"use client";

import { useTicking, useZone } from "../ui/clock.tsx";
import styles from "./top-bar.module.css";

/** Day, time and zone, once per page: every other time on it is meant in this zone. */
export function BarClock() {
  const zone = useZone();
  const minute = useTicking((now) => Math.floor(now / 60_000) * 60_000);
  const at = new Date(minute);
  const parts = new Intl.DateTimeFormat("en-GB", {
    weekday: "short",
    day: "numeric",
    month: "short",
    hour: "2-digit",
    minute: "2-digit",
    timeZone: zone,
    timeZoneName: "short",
  }).formatToParts(at);
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  return (
    <time className={styles.clock} dateTime={at.toISOString()} title={zone}>
      {part("weekday")} {part("day")} {part("month")} {part("hour")}:{part("minute")}{" "}
      <span className="faint">{part("timeZoneName")}</span>
    </time>
  );
}
