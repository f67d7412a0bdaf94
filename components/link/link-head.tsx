"use client";

import NextLink from "next/link";
import type { ReactNode } from "react";
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { type Vantage, vantages } from "../../lib/domain/vantage.ts";
import { PollNow } from "../live/poll-now.tsx";
import { Age } from "../ui/age.tsx";
import { Name } from "../ui/name.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { speakerWords, VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import styles from "./link-page.module.css";

/** Path, name, verdict, one sentence, how old each voice is, and asking now. */
export function LinkHead({
  snapshot,
  intervals,
  plan,
  children,
}: {
  snapshot: LinkSnapshot;
  intervals: Partial<Record<Vantage, number>>;
  /** What people plan with the link. */
  plan: ReactNode;
  /** The control of the time range. */
  children: ReactNode;
}) {
  const { link, assessment } = snapshot;
  return (
    <div className={styles.head}>
      <div>
        <nav className={styles.path} aria-label="Path">
          <NextLink href="/">Estate</NextLink>
          <span aria-hidden="true">/</span>
          {link.partnerName && (
            <>
              <NextLink href={`/?q=${encodeURIComponent(link.partnerName)}`}>{link.partnerName}</NextLink>
              <span aria-hidden="true">/</span>
            </>
          )}
          <span aria-current="page">{link.name}</span>
        </nav>
        <div className={styles.title}>
          <h1>
            <Name text={link.name} />
          </h1>
          <VerdictBadge verdict={link.verdict} ground />
        </div>
        <p className={styles.headline}>
          <Sentence text={assessment.headline} />
        </p>
        <ul className={styles.said}>
          {vantages.map((vantage) => (
            <li key={vantage}>
              <VantageMark vantage={vantage} word={capital(speakerWords[vantage])} />{" "}
              {link.sourceIds[vantage] === null && link.observedAt[vantage] === null ? (
                <span className="faint">nobody is asked</span>
              ) : (
                <Age at={link.observedAt[vantage]} intervalSeconds={intervals[vantage]} suffix=" ago" />
              )}
            </li>
          ))}
        </ul>
        {plan}
      </div>
      <div className={styles.actions}>
        {children}
        <PollNow
          sourceIds={Object.values(link.sourceIds).filter((id) => id !== null)}
          title="Ask every source of this link now"
        />
      </div>
    </div>
  );
}

function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
