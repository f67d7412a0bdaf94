// Values and times as tooltips, end labels and tables say them.
import { formatDuration } from "../../lib/format/duration.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent } from "../../lib/format/size.ts";
import type { Measure } from "./measure.ts";

/** A raw value with its unit. */
export function sayValue(measure: Measure, value: number): string {
  switch (measure) {
    case "bytes":
      return formatBytes(value);
    case "bytesPerSecond":
      return formatRate(value);
    case "seconds":
      return formatDuration(value);
    case "share":
      return formatPercent(value);
  }
}

/** "Wed 18 Nov, 19:14": the whole of a sample's time. */
export function sayTime(at: number, zone: string): string {
  return formatDayAndTime(new Date(at), new Date(at), zone);
}

/** As short as it can be told from `now`: "19:14", "Wed 19:14", "28 Nov". */
export function sayMoment(at: number, now: number, zone: string): string {
  return formatMoment(new Date(at), new Date(now), zone);
}
