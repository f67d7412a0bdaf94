"use client";

import NextLink from "next/link";
import type { EstateSnapshot, SourceHealth } from "../../lib/domain/snapshot.ts";
import { phaseWords, verdictWords } from "../../lib/format/words.ts";
import { isWaitingForSomeone } from "../live/use-live-estate.ts";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import styles from "./estate.module.css";
import { plural } from "./headline.ts";
import { type EstateView, noFilters, type SetEstateView } from "./view-state.ts";

/** No link anywhere: because the estate is empty, because nobody was asked yet, or because there is none. */
export function NoLinks({ sources }: { sources: readonly SourceHealth[] }) {
  if (sources.length === 0)
    return (
      <EmptyState
        level={2}
        title="The estate is empty"
        step={<p>Name your servers in the estate file, then start Linkspan again.</p>}
      >
        The estate file names no SQL Server and no managed instance, so there is nobody to ask.
      </EmptyState>
    );
  const answered = sources.filter((source) => source.lastAnsweredAt !== null).length;
  const asked = sources.filter((source) => source.lastAskedAt !== null).length;
  if (answered < sources.length && asked < sources.length)
    return (
      <EmptyState level={2} title="First poll running">
        <p>
          {answered} of {sources.length} sources answered. The page fills by itself.
        </p>
        <ProgressBar fraction={answered / sources.length} />
      </EmptyState>
    );
  const denied = sources.filter((source) => source.lastFailure?.kind === "denied" && source.failingSince !== null);
  if (denied.length > 0)
    return (
      <EmptyState
        level={2}
        title="No permission"
        verdict="unknown"
        word={`${plural(denied.length, "source")} refused Linkspan`}
        step={<NextLink href="/health">Which login, where, and the grant to copy</NextLink>}
      >
        {denied.map((source) => source.name).join(", ")} did not let Linkspan look, so its links are not known.
      </EmptyState>
    );
  if (answered === 0)
    return (
      <EmptyState
        level={2}
        title="No source answers"
        verdict="unknown"
        word="Whether there are links cannot be told"
        step={<NextLink href="/health">What each source said</NextLink>}
      >
        {plural(sources.length, "source")} were asked and none has answered yet. Linkspan goes on asking, less often
        each time.
      </EmptyState>
    );
  const silent = sources.length - answered;
  return (
    <EmptyState level={2} title="No links yet" step={<NextLink href="/health">What each source said</NextLink>}>
      The estate names {plural(sources.length, "source")}, {silent === 0 ? "all answer" : `${answered} answer`}, and
      none has a link. A link is found by itself once a distributed availability group exists.
    </EmptyState>
  );
}

/** Filters that leave nothing, named, with the way back. */
export function NoMatch({ view, setView }: { view: EstateView; setView: SetEstateView }) {
  const filters = [
    view.q && `matches “${view.q}”`,
    view.verdict && `has the verdict ${verdictWords[view.verdict]}`,
    view.phase && `is in phase ${phaseWords[view.phase]}`,
    view.instance && `goes to ${view.instance}`,
  ].filter(Boolean);
  return (
    <EmptyState title="Nothing matches" step={<Button onClick={() => setView(noFilters)}>Clear filters</Button>}>
      No link {filters.join(" and ")}.
    </EmptyState>
  );
}

/** No worker is alive. This page then asks itself; it says so, because it ends when the page is closed. */
export function NobodyPolls({ snapshot }: { snapshot: EstateSnapshot }) {
  if (snapshot.pollerSeenAt !== null || snapshot.sources.length === 0) return null;
  return (
    <div className={styles.states}>
      <EmptyState level={2} title="Nobody polls" verdict="attention" word="No worker of Linkspan is alive">
        {isWaitingForSomeone(snapshot)
          ? "This open page asks the sources instead, for as long as it is open. "
          : "What you see ages until somebody asks again. "}
        Start <code className="mono">npm run worker</code>, or the server with its poller on.
      </EmptyState>
    </div>
  );
}
