"use client";

import { formatIso, formatMoment } from "../../lib/format/moment.ts";
import { useTicking, useZone } from "./clock.tsx";

/** A time as the reader would say it, in the reader's zone: "03:02", "Wed 22:14", "28 Nov". The whole of it on hover and copy. */
export function Moment({ at }: { at: string }) {
  const zone = useZone();
  const text = useTicking((now) => formatMoment(at, new Date(now), zone));
  return (
    <time dateTime={at} title={formatIso(at, zone)}>
      {text}
    </time>
  );
}
