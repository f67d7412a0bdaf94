"use client";

import { Age } from "../ui/age.tsx";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import styles from "./stale-notice.module.css";
import type { Live } from "./use-live.ts";

/** Stands above a page whose refreshes fail: since when, how old what one sees is, and the next try. */
export function StaleNotice({ live }: { live: Live<{ readAt: string }> }) {
  if (live.trouble === null) return null;
  return (
    <div className={styles.notice} role="status">
      <VerdictBadge verdict="problem" word={live.trouble.reason} />
      <p className="quiet">
        Since <Moment at={live.trouble.since} />. What you see was read <Age at={live.data.readAt} suffix=" ago" /> and
        may be wrong by now. Trying again every 5 s.
      </p>
      <Button onClick={live.refresh}>Try now</Button>
    </div>
  );
}
