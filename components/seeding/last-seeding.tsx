"use client";

import NextLink from "next/link";
import type { LastSeeding } from "../../lib/domain/snapshot.ts";
import { countWords } from "../../lib/domain/wording.ts";
import { formatDuration } from "../../lib/format/duration.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent, formatPercentUp } from "../../lib/format/size.ts";
import { DefinitionList } from "../ui/definition-list.tsx";
import { Moment } from "../ui/moment.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import styles from "./seeding.module.css";

const newsMs = 30 * 86_400_000;

/** Whether it is over for so short a time that people still ask about it. */
export function isNews({ finishedAt }: LastSeeding, now: string): boolean {
  return Date.parse(now) - Date.parse(finishedAt) <= newsMs;
}

/** The seeding that is over: when, how long, how much, and how good its forecasts were. */
export function LastSeedingSection({ last, isOld }: { last: LastSeeding; isOld: boolean }) {
  const { startedAt, finishedAt, transferredBytes, score } = last;
  const seconds = (Date.parse(finishedAt) - Date.parse(startedAt)) / 1000;
  return (
    <Section
      id="seeding"
      folds={isOld ? "always" : "phone"}
      title="Last seeding"
      note={
        <>
          done <Moment at={finishedAt} />
        </>
      }
    >
      <Panel>
        <DefinitionList
          columns={4}
          items={[
            { term: "Began", value: <Moment at={startedAt} /> },
            { term: "Took", value: formatDuration(seconds) },
            { term: "Went over", value: <CopiedWords {...last} /> },
            {
              term: "Mean rate",
              value: formatRate(transferredBytes === null || seconds <= 0 ? null : transferredBytes / seconds),
            },
          ]}
        />
        <p className={styles.score}>
          Half of its {countWords(score.asked, "forecast")} {score.asked === 1 ? "was" : "were"} off by less than{" "}
          {formatPercentUp(score.medianError)}, 9 in 10 by less than {formatPercentUp(score.p90Error)}; the band of 8 in
          10 held the truth in {formatPercent(score.coverage)}.{" "}
          <NextLink href="/planner#scorecard">All forecasts</NextLink>
        </p>
      </Panel>
    </Section>
  );
}

/** "410 GB of a database of 620 GB, 66 %, compressed". */
function CopiedWords({ transferredBytes, databaseBytes, isCompressed }: LastSeeding) {
  const share = transferredBytes === null || !databaseBytes ? null : transferredBytes / databaseBytes;
  return (
    <>
      {formatBytes(transferredBytes)}
      {databaseBytes !== null && ` of a database of ${formatBytes(databaseBytes)}`}
      {isCompressed && `, compressed${share === null ? "" : ` to ${formatPercent(share)}`}`}
    </>
  );
}
