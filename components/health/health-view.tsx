"use client";

import { plural } from "../estate/headline.ts";
import { PollNow } from "../live/poll-now.tsx";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { Age } from "../ui/age.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import { BlindFacts } from "./blind-facts.tsx";
import { type EstateHealth, healthKey, healthUrl } from "./estate-health.ts";
import { GrantScripts } from "./grant-scripts.tsx";
import styles from "./health.module.css";
import { healthHeadline, ownersOf, sortSources } from "./health-words.ts";
import { SourceTable } from "./source-table.tsx";

/** Linkspan about itself: whom it asks, who answers, what asking costs, and what it may not see. */
export function HealthView({ initial }: { initial: EstateHealth }) {
  const live = useLive<EstateHealth>(healthKey, healthUrl, initial);
  const { sources, pollerSeenAt } = live.data;
  const owners = ownersOf(sources);
  return (
    <>
      <StaleNotice live={live} />
      <div className={styles.head}>
        <div>
          <h1>{healthHeadline(sources)}</h1>
          <p>Linkspan about itself: whom it asks, who answers, and what asking costs them.</p>
        </div>
        <PollNow title="Ask every source now" />
      </div>
      <Section id="workers" title="Who polls">
        <Panel className={styles.workers}>
          {pollerSeenAt === null ? (
            <>
              <VerdictBadge verdict="attention" word="No worker of Linkspan is alive" />
              <p className="quiet">
                Only open pages ask, for as long as they are open. Start <code className="mono">npm run worker</code>,
                or the server with its poller on.
              </p>
            </>
          ) : (
            <>
              <VerdictBadge
                verdict="ok"
                word={
                  owners.length === 1 ? "One worker holds every source" : `${owners.length} workers share the sources`
                }
              />
              <p className="quiet">
                Last sign of life <Age at={pollerSeenAt} suffix=" ago" />.{" "}
                {owners.map(({ owner, count }) => `${owner}: ${plural(count, "source")}`).join(" · ")}
              </p>
            </>
          )}
        </Panel>
      </Section>
      <Section id="sources" title="Sources" note="Counts are of the last hour; silent ones first">
        {sources.length === 0 ? (
          <EmptyState title="No source" step={<p>Name your servers in the estate file, then start Linkspan again.</p>}>
            The estate file names no SQL Server and no managed instance, so there is nobody to ask.
          </EmptyState>
        ) : (
          <SourceTable sources={sortSources(sources)} />
        )}
      </Section>
      <BlindFacts sources={sources} />
      <GrantScripts />
    </>
  );
}
