"use client";

import NextLink from "next/link";
import { useMemo } from "react";
import type { ForecastSnapshot } from "../../lib/domain/running-seedings.ts";
import { formatDayAndTime, formatMoment } from "../../lib/format/moment.ts";
import { formatRate } from "../../lib/format/rate.ts";
import { formatBytes, formatPercent } from "../../lib/format/size.ts";
import { keepUnits } from "../../lib/format/words.ts";
import { standingWords } from "../seeding/standing-words.ts";
import { Age } from "../ui/age.tsx";
import { useZone } from "../ui/clock.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Moment } from "../ui/moment.tsx";
import { Name } from "../ui/name.tsx";
import { Panel, Section } from "../ui/panel.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { asCell, asRow, asRowGroup, asRowHead, asTable } from "../ui/table-roles.ts";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import planner from "./planner.module.css";
import styles from "./seedings-now.module.css";
import { allWords, chanceTold, type Outlook } from "./seedings-words.ts";

/** More rows than a person reads are counted, not drawn. */
const mostRows = 200;

/** Every link that seeds or waits now: when each is over, when all are, and whether that is in time. */
export function SeedingsNow({ forecast }: { forecast: ForecastSnapshot }) {
  const zone = useZone();
  const { readAt, seedings } = forecast;
  const now = useMemo(() => new Date(readAt), [readAt]);
  return (
    <Section id="seedings-now" title="Seedings now" note="Soonest finish first; those without one at the end">
      {seedings.length === 0 ? (
        <EmptyState title="Nothing seeds now">
          No link copies its database, and none waits to. Once one begins, its finish stands here.
        </EmptyState>
      ) : (
        <>
          <p className={styles.all}>{keepUnits(allWords(forecast, now, zone))}</p>
          <Panel padded={false}>
            <table className={planner.bars} {...asTable}>
              <caption className="sr">Links that seed or wait to, the soonest finish first</caption>
              <thead>
                <tr>
                  <th scope="col">Link</th>
                  <th scope="col">State</th>
                  <th scope="col">Copied</th>
                  <th scope="col">Over about</th>
                  <th scope="col">Before the automatic cancel</th>
                  <th scope="col">Before the cutover date</th>
                </tr>
              </thead>
              <tbody {...asRowGroup}>
                {seedings.slice(0, mostRows).map((one) => (
                  <SeedingRow key={one.linkId} seeding={one} now={now} zone={zone} />
                ))}
              </tbody>
            </table>
            {seedings.length > mostRows && (
              <p className={planner.more}>and {seedings.length - mostRows} more, counted above</p>
            )}
          </Panel>
        </>
      )}
    </Section>
  );
}

function SeedingRow({ seeding, now, zone }: { seeding: Outlook; now: Date; zone: string }) {
  const { linkId, name, server, instance, standing, cancel, cutover } = seeding;
  const { word, verdict } = standingWords[standing.state];
  return (
    <tr {...asRow}>
      <th scope="row" {...asRowHead}>
        <NextLink href={`/links/${encodeURIComponent(linkId)}`} prefetch={false}>
          {name}
        </NextLink>
        <small className={styles.pair}>
          <Name text={server ?? "not known"} /> → <Name text={instance ?? "not known"} />
        </small>
      </th>
      <td {...asCell} className={styles.state} data-label="State">
        <VerdictBadge verdict={verdict} word={word} />
        <small>
          {standing.state === "running" && seeding.rateBytesPerSecond !== null ? (
            keepUnits(formatRate(seeding.rateBytesPerSecond))
          ) : (
            <>
              <Sentence text={standing.reason} /> Since <Moment at={standing.since} />.
            </>
          )}
        </small>
      </td>
      <td {...asCell} className={styles.copied} data-label="Copied">
        <Copied seeding={seeding} />
      </td>
      <td {...asCell} className={styles.finish} data-label="Over about">
        <Finish seeding={seeding} now={now} zone={zone} />
      </td>
      <td {...asCell} data-label="Before the automatic cancel">
        {cancel === null ? (
          <span className="faint">{standing.state === "waiting" ? "not begun" : "not known"}</span>
        ) : (
          <Chance deadline={cancel} now={now} zone={zone} />
        )}
      </td>
      <td {...asCell} data-label="Before the cutover date">
        {cutover === null ? (
          <span className="faint">none set</span>
        ) : (
          <Chance deadline={cutover} now={now} zone={zone} />
        )}
      </td>
    </tr>
  );
}

function Copied({ seeding }: { seeding: Outlook }) {
  const { fraction, standing, transferredBytes, databaseBytes, observedAt } = seeding;
  const whole = databaseBytes === null ? "a size not known" : formatBytes(databaseBytes);
  return (
    <>
      <ProgressBar fraction={fraction} state={standingWords[standing.state].bar} />
      <small>
        {standing.state === "waiting" ? (
          keepUnits(`nothing of ${whole}`)
        ) : (
          <>
            <b>{fraction === null ? "share not known" : keepUnits(formatPercent(fraction))}</b>
            {transferredBytes !== null && keepUnits(`, ${formatBytes(transferredBytes)} of ${whole}`)}
            {observedAt && (
              <>
                , <Age at={observedAt} suffix=" ago" />
              </>
            )}
          </>
        )}
      </small>
    </>
  );
}

function Finish({
  seeding: { finish, finishMissing, beginsAt },
  now,
  zone,
}: {
  seeding: Outlook;
  now: Date;
  zone: string;
}) {
  if (finish === null)
    return (
      <>
        <span className={styles.untold}>No forecast</span>
        <small>{finishMissing}</small>
      </>
    );
  return (
    <>
      <b>{formatDayAndTime(finish.p50At, now, zone)}</b>
      <small>
        8 in 10: {formatMoment(finish.p10At, now, zone)} to {formatMoment(finish.p90At, now, zone)}
      </small>
      {beginsAt && (
        <small>
          if it begins when the next one on its SQL Server is over, about {formatMoment(beginsAt, now, zone)}
        </small>
      )}
    </>
  );
}

function Chance({ deadline, now, zone }: { deadline: NonNullable<Outlook["cancel"]>; now: Date; zone: string }) {
  const { words, verdict } = chanceTold(deadline, now);
  return (
    <>
      <VerdictBadge verdict={verdict} word={keepUnits(words)} />
      <small>{formatDayAndTime(deadline.at, now, zone)}</small>
    </>
  );
}
