"use client";

import { CalendarDays } from "lucide-react";
import { useSyncExternalStore } from "react";
import { CopyText } from "../ui/copy-text.tsx";
import styles from "./inventory.module.css";

const path = "/certificates/calendar.ics";
const never = () => () => {};

/** Expiry dates as a calendar: a calendar program subscribes by the webcal address, which only the browser knows. */
export function CalendarLink() {
  const origin = useSyncExternalStore(
    never,
    () => location.origin,
    () => null,
  );
  return (
    <div className={styles.calendar}>
      <a href={origin === null ? path : `${origin.replace(/^https?:/, "webcal:")}${path}`}>
        <CalendarDays aria-hidden="true" />
        Subscribe
      </a>
      <CopyText text={() => `${location.origin}${path}`} label="Copy the address of the calendar" />
    </div>
  );
}
