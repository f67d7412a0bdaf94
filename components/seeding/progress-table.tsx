"use client";

import type { SeedingProgress } from "../../lib/domain/assessment.ts";
import type { BegunSeeding, LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent } from "../../lib/format/size.ts";
import { Moment } from "../ui/moment.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { boundWords } from "./bound-words.ts";
import styles from "./seeding.module.css";
import { type StandingWords, standingWords } from "./standing-words.ts";

/** How far it is, how fast, what holds it back, and what it has cost so far; of one that counts no bytes what was counted last. */
export function ProgressTable({ snapshot, run }: { snapshot: LinkSnapshot; run: BegunSeeding }) {
  const { seeding, seedingStanding: standing } = snapshot.assessment;
  return (
    <table className={`${styles.deadlines} ${styles.progress}`}>
      <caption className="sr">Progress</caption>
      <tbody>
        {seeding ? (
          <CountedRows
            seeding={seeding}
            beside={snapshot.seedingBeside}
            bar={standing ? standingWords[standing.state].bar : "runs"}
          />
        ) : (
          <LastCountRow {...run} />
        )}
        <AttemptRow {...run} />
      </tbody>
    </table>
  );
}

function CountedRows({
  seeding,
  beside,
  bar,
}: {
  seeding: Plain<SeedingProgress>;
  /** Seedings from the same SQL Server or to the same managed instance that go now. */
  beside: LinkSnapshot["seedingBeside"];
  bar: StandingWords["bar"];
}) {
  const bound = boundWords(seeding.bound ?? null, beside);
  const expected = seeding.expectedBytes ?? null;
  const isCompressed = expected !== null && seeding.databaseBytes !== null && expected < seeding.databaseBytes;
  return (
    <>
      <tr>
        <th scope="row">Copied</th>
        <td>{formatPercent(seeding.fraction)}</td>
        <td>
          {formatBytes(seeding.transferredBytes)} of {formatBytes(seeding.databaseBytes)}
          <ProgressBar fraction={seeding.fraction} state={bar} />
          {isCompressed && <small>about {formatBytes(expected)} will go over, as it is compressed</small>}
        </td>
      </tr>
      <tr>
        <th scope="row">Rate</th>
        <td>{formatRate(seeding.rateBytesPerSecond)}</td>
        <td>
          from bytes between polls
          <small>the server reports {formatRate(seeding.reportedRateBytesPerSecond)}</small>
        </td>
      </tr>
      <tr>
        <th scope="row">Held back by</th>
        <td>{bound.short}</td>
        <td>
          {bound.shares}
          {bound.sharing && <small>{bound.sharing}</small>}
        </td>
      </tr>
    </>
  );
}

function LastCountRow({ transferredBytes, movedAt }: BegunSeeding) {
  if (transferredBytes === null) return null;
  return (
    <tr>
      <th scope="row">Copied</th>
      <td>{formatBytes(transferredBytes)}</td>
      <td>
        when it was counted last
        {movedAt && (
          <small>
            <Moment at={movedAt} />
          </small>
        )}
      </td>
    </tr>
  );
}

function AttemptRow({ attempt, startedAt, restarts, lostBytes }: BegunSeeding) {
  return (
    <tr>
      <th scope="row">Attempt</th>
      <td>{attempt ?? "not known"}</td>
      <td>
        {restartWords(restarts, lostBytes)}
        {startedAt && (
          <small>
            this one began <Moment at={startedAt} />
          </small>
        )}
      </td>
    </tr>
  );
}

function restartWords(restarts: number, lostBytes: number): string {
  if (restarts === 0) return "no restart seen";
  const times = restarts === 1 ? "restarted once" : `restarted ${restarts} times`;
  return `${times}, ${formatBytes(lostBytes)} copied again`;
}
