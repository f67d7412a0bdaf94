"use client";

import { parseAsStringLiteral, useQueryState } from "nuqs";
import { useMemo } from "react";
import type { Phase } from "../../lib/domain/assessment.ts";
import type { BandWindow, LinkSnapshot, Metric, SeriesWindow } from "../../lib/domain/snapshot.ts";
import { type Vantage, vantageOf } from "../../lib/domain/vantage.ts";
import { CertificateTable } from "../certificates/certificate-table.tsx";
import type { ChartState } from "../charts/chart-frame.tsx";
import { letterEvents, type Mark } from "../charts/marks.ts";
import { ConfigurationSection } from "../configuration/configuration-section.tsx";
import { PermissionsPanel } from "../configuration/permissions-panel.tsx";
import { ErrorSection } from "../errors/error-section.tsx";
import { LadderTable } from "../ladder/ladder-table.tsx";
import { StaleNotice } from "../live/stale-notice.tsx";
import { useLive } from "../live/use-live.ts";
import { useWindow } from "../live/use-window.ts";
import { VerdictAnnouncer } from "../live/verdict-announcer.tsx";
import { LogSection } from "../log/log-section.tsx";
import { NetworkSection } from "../network/network-section.tsx";
import { CutoverLine } from "../seeding/cutover-line.tsx";
import { ForecastMoves } from "../seeding/forecast-moves.tsx";
import { isNews, LastSeedingSection } from "../seeding/last-seeding.tsx";
import { SeedingFactsTable } from "../seeding/seeding-facts-table.tsx";
import { SeedingSection } from "../seeding/seeding-section.tsx";
import { HealthOverTime } from "../synchronization/health-over-time.tsx";
import { QueuesAndLag } from "../synchronization/queues-and-lag.tsx";
import { Timeline } from "../timeline/timeline.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { FactsTable } from "./facts-table.tsx";
import { Findings } from "./findings.tsx";
import { LinkHead } from "./link-head.tsx";
import styles from "./link-page.module.css";
import { PairPanel } from "./pair-panel.tsx";
import { chosenRange, ranges, rangesFor, rangeWords, refreshEvery } from "./range.ts";
import { type PageSection, SectionNav } from "./section-nav.tsx";
import { SourcesTable } from "./sources-table.tsx";

const seedingPhases: readonly Phase[] = [
  "waiting-to-seed",
  "seeding",
  "seeding-stalled",
  "seeding-restarted",
  "seeding-failed",
];
const seedingMetrics: Metric[] = ["transferredBytes", "seedingRateBytesPerSecond", "diskWaitShare", "networkWaitShare"];
const replicationMetrics: Metric[] = [
  "logSendQueueKb",
  "logSendRateKbPerSecond",
  "redoQueueKb",
  "redoRateKbPerSecond",
  "sendLagSeconds",
  "redoLagSeconds",
];

/** One link: what is wrong first, the pair, then what its phase asks for, and always who says what. */
export function LinkView({ initial }: { initial: LinkSnapshot }) {
  const { linkId } = initial.link;
  const path = encodeURIComponent(linkId);
  const live = useLive<LinkSnapshot>(["link", linkId], `/api/links/${path}`, initial);
  const snapshot = live.data;
  const { assessment, link } = snapshot;
  const isSeedingPhase = seedingPhases.includes(assessment.phase);
  // An assessment that was stored by an older version tells progress and no standing.
  const isSeeding = assessment.seedingStanding !== null || (assessment.seeding !== null && isSeedingPhase);

  const isFlowing = !isSeedingPhase && !isSeeding;
  const lastSeeding = isSeeding ? null : snapshot.lastSeeding;
  const isLastNews = lastSeeding !== null && isNews(lastSeeding, snapshot.readAt);

  const [asked, setAsked] = useQueryState("range", parseAsStringLiteral(ranges));
  const range = chosenRange(asked, isSeeding);
  const words = rangeWords[range].long;
  const metrics = isSeeding ? seedingMetrics : replicationMetrics;
  const series = useWindow<SeriesWindow>(
    ["series", linkId, range, metrics.join()],
    `/api/series/${path}?range=${range}&metrics=${metrics.join()}`,
    refreshEvery(range),
  );
  const bands = useWindow<BandWindow>(
    ["bands", linkId, range],
    `/api/bands/${path}?range=${range}`,
    refreshEvery(range),
  );
  const marks = useMemo(() => marksOf(bands.data), [bands.data]);
  const intervals = intervalsOf(snapshot);
  const toleranceMs = 1000 * Math.max(series.data?.bucketSeconds ?? 0, 2.5 * Math.max(0, ...Object.values(intervals)));
  const state: ChartState =
    series.data !== null
      ? { kind: "ready" }
      : series.trouble !== null
        ? { kind: "none", words: `${series.trouble}; trying again` }
        : { kind: "reading", words: `Reading ${words}` };

  return (
    <>
      <VerdictAnnouncer links={[link]} />
      <StaleNotice live={live} />
      <LinkHead
        snapshot={snapshot}
        intervals={intervals}
        plan={!isSeeding && <CutoverLine snapshot={snapshot} onKept={live.refresh} />}
      >
        <Segmented
          label="Time range"
          options={rangesFor(isSeeding).map((value) => ({ value, label: rangeWords[value].short }))}
          value={range}
          onChange={(value) => void setAsked(value)}
        />
      </LinkHead>
      <SectionNav
        sections={sectionsOf({
          hasFindings: assessment.findings.length > 0,
          hasErrors: assessment.errors.length > 0,
          isSeeding,
          isFlowing,
          isLastNews,
        })}
      />
      <Findings findings={assessment.findings} />
      <ErrorSection errors={assessment.errors} />
      <PairPanel snapshot={snapshot} intervals={intervals} />
      {isSeeding && (
        <SeedingSection
          snapshot={snapshot}
          sourceSide={assessment.instance.role?.value === "globalPrimary" ? "instance" : "partner"}
          window={series.data}
          state={state}
          marks={marks}
          toleranceMs={toleranceMs}
          onCutover={live.refresh}
        />
      )}
      {isSeeding && snapshot.finishes.length > 0 && (
        <ForecastMoves
          finishes={snapshot.finishes}
          moves={snapshot.forecastMoves}
          cutover={snapshot.cutover}
          now={snapshot.readAt}
        />
      )}
      {!isFlowing && <SeedingFactsTable snapshot={snapshot} intervals={intervals} />}
      <HealthOverTime window={bands.data} snapshot={snapshot} marks={marks} reading={words} />
      {isLastNews && <LastSeedingSection last={lastSeeding} isOld={false} />}
      {isFlowing && (
        <>
          <LadderTable rungs={assessment.ladder} observedAt={link.observedAt} intervals={intervals} />
          <QueuesAndLag
            window={series.data}
            bands={bands.data}
            snapshot={snapshot}
            state={state}
            marks={marks}
            toleranceMs={toleranceMs}
          />
        </>
      )}
      <LogSection snapshot={snapshot} />
      {lastSeeding && !isLastNews && <LastSeedingSection last={lastSeeding} isOld />}
      {isFlowing && <SeedingFactsTable snapshot={snapshot} intervals={intervals} />}
      <ConfigurationSection checks={assessment.configuration} />
      <CertificateTable certificates={assessment.certificates} />
      <NetworkSection snapshot={snapshot} />
      <PermissionsPanel snapshot={snapshot} />
      <div className={styles.columns}>
        <FactsTable snapshot={snapshot} intervals={intervals} />
        <Timeline transitions={snapshot.transitions} letters={marks} />
      </div>
      <SourcesTable sources={snapshot.sources} />
    </>
  );
}

function sectionsOf({
  hasFindings,
  hasErrors,
  isSeeding,
  isFlowing,
  isLastNews,
}: Record<"hasFindings" | "hasErrors" | "isSeeding" | "isFlowing" | "isLastNews", boolean>): PageSection[] {
  return [
    ...(hasFindings ? [{ id: "findings", word: "Findings" }] : []),
    ...(hasErrors ? [{ id: "errors", word: "Errors" }] : []),
    { id: "sides", word: "Both sides" },
    ...(isSeeding ? [{ id: "seeding", word: "Seeding" }] : []),
    { id: "health", word: "Health over time" },
    ...(isLastNews ? [{ id: "seeding", word: "Last seeding" }] : []),
    ...(isFlowing
      ? [
          { id: "ladder", word: "LSN ladder" },
          { id: "queues", word: "Queues and lag" },
        ]
      : []),
    { id: "log", word: "Log" },
    { id: "configuration", word: "Configuration" },
    { id: "certificates", word: "Certificates" },
    { id: "network", word: "Network" },
    { id: "facts", word: "Facts" },
    { id: "timeline", word: "Timeline" },
    { id: "sources", word: "Sources" },
  ];
}

/** Letters stand at least a sixtieth of the window apart, so that they can be told apart on a phone. */
function marksOf(window: BandWindow | null): Mark[] {
  if (window === null) return [];
  return letterEvents(window.events, (Date.parse(window.to) - Date.parse(window.from)) / 60);
}

/** How often each voice is asked, so that its age can be judged. */
function intervalsOf({ sources }: LinkSnapshot): Partial<Record<Vantage, number>> {
  return Object.fromEntries(sources.map((source) => [vantageOf(source), source.intervalSeconds]));
}
