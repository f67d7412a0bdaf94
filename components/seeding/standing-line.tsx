"use client";

import type { SeedingStanding } from "../../lib/domain/assessment.ts";
import type { Plain } from "../../lib/domain/snapshot.ts";
import { Moment } from "../ui/moment.tsx";
import { Sentence } from "../ui/sentence.tsx";
import { VerdictBadge } from "../ui/verdict-badge.tsx";
import styles from "./seeding.module.css";
import { standingWords } from "./standing-words.ts";

/** Where a seeding stands, apart from its numbers: the word, why, and since when. */
export function StandingLine({ standing }: { standing: Plain<SeedingStanding> }) {
  const { word, verdict } = standingWords[standing.state];
  return (
    <div className={styles.standing}>
      <VerdictBadge verdict={verdict} word={word} ground />
      <p>
        <Sentence text={standing.reason} />{" "}
        <small>
          since <Moment at={standing.since} />
        </small>
      </p>
    </div>
  );
}
