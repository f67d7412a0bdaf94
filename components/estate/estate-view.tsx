"use client";

import { useEffect, useMemo } from "react";
import type { EstateSnapshot } from "../../lib/domain/snapshot.ts";
import { PollNow } from "../live/poll-now.tsx";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLiveEstate } from "../live/use-live-estate.ts";
import { VerdictAnnouncer } from "../live/verdict-announcer.tsx";
import { Section } from "../ui/panel.tsx";
import { useNarrow } from "../ui/use-narrow.ts";
import { filterLinks, groupLinks, sortLinks } from "./arrange.ts";
import { causesOf } from "./causes.ts";
import styles from "./estate.module.css";
import { NobodyPolls, NoLinks, NoMatch } from "./estate-states.tsx";
import { countVerdicts, estateExtent, estateHeadline, tabTitle } from "./headline.ts";
import { LinkTable } from "./link-table.tsx";
import { LinkToolbar } from "./link-toolbar.tsx";
import { NeedsAttention } from "./needs-attention.tsx";
import { PairKey } from "./pair-key.tsx";
import { SynapseAlarms } from "./synapse-alarms.tsx";
import { rowsOfGroups, type TableRow } from "./table-rows.ts";
import { useHeldOrder } from "./use-held-order.ts";
import { VerdictFilter } from "./verdict-filter.tsx";
import { type SetEstateView, useEstateView, type EstateView as View } from "./view-state.ts";

/** The estate at a glance: the answer, the counts, what needs someone, and every link. */
export function EstateView({ initial }: { initial: EstateSnapshot }) {
  const live = useLiveEstate(initial);
  const snapshot = live.data;
  const { links, sources } = snapshot;
  const [view, setView] = useEstateView();
  const causes = useMemo(() => causesOf(links), [links]);
  useEffect(() => {
    document.title = tabTitle(causes.length);
  }, [causes.length]);
  const silent = sources.filter((source) => source.verdict === "unknown").map((source) => source.name);
  return (
    <>
      <VerdictAnnouncer links={links} />
      <StaleNotice live={live} />
      <div className={styles.head}>
        <div>
          <h1>{estateHeadline(countVerdicts(links))}</h1>
          <p className={styles.extent}>
            {estateExtent(snapshot)}. {silentSentence(silent, sources.length)}
          </p>
        </div>
        <PollNow title="Ask every source of this page now" />
      </div>
      <NobodyPolls snapshot={snapshot} />
      <SynapseAlarms alarms={snapshot.synapse} />
      {links.length === 0 ? (
        <NoLinks sources={sources} />
      ) : (
        <>
          <VerdictFilter links={links} view={view} setView={setView} />
          <NeedsAttention causes={causes} />
          <AllLinks snapshot={snapshot} view={view} setView={setView} />
        </>
      )}
    </>
  );
}

function silentSentence(silent: readonly string[], sources: number): string {
  const names = [...new Set(silent)];
  if (silent.length === sources && sources > 1) return "None of them answers.";
  if (names.length === 0) return "";
  if (names.length === 1) return `${names[0]} is silent.`;
  if (names.length <= 3) return `${names.slice(0, -1).join(", ")} and ${names.at(-1)} are silent.`;
  return `${names.length} of them are silent.`;
}

function AllLinks({ snapshot, view, setView }: { snapshot: EstateSnapshot; view: View; setView: SetEstateView }) {
  const { links, sources } = snapshot;
  const isNarrow = useNarrow();
  const sorted = useMemo(() => sortLinks(filterLinks(links, view), view.sort, view.group), [links, view]);
  const ids = useMemo(() => sorted.map((link) => link.linkId), [sorted]);
  const viewKey = [view.q, view.verdict, view.phase, view.instance, view.group, view.sort].join("\n");
  const { order, moved, reorder, handlers } = useHeldOrder(ids, viewKey);
  const rows = useMemo(() => {
    const byId = new Map(sorted.map((link) => [link.linkId, link]));
    const placed = order.map((id) => byId.get(id)!);
    if (view.group === "none")
      return placed.map((link): TableRow => ({ kind: "link", id: link.linkId, link, isCalm: false }));
    return rowsOfGroups(groupLinks(placed, view.group, sources), view, isNarrow);
  }, [sorted, order, view, sources, isNarrow]);
  const isFiltered = sorted.length < links.length;
  return (
    <Section
      id="links"
      title={isFiltered ? "Links" : "All links"}
      note={isFiltered ? `${sorted.length} of ${links.length}` : undefined}
    >
      <LinkToolbar links={links} view={view} setView={setView} moved={moved} onReorder={reorder} />
      {sorted.length === 0 ? (
        <NoMatch view={view} setView={setView} />
      ) : (
        <>
          <LinkTable rows={rows} view={view} setView={setView} sources={sources} handlers={handlers} />
          <PairKey />
        </>
      )}
    </Section>
  );
}
