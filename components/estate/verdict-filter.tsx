"use client";

import type { EstateRow } from "../../lib/domain/snapshot.ts";
import { type Verdict, verdicts } from "../../lib/domain/verdict.ts";
import { verdictWords } from "../../lib/format/words.ts";
import { Elapsed } from "../ui/elapsed.tsx";
import { Moment } from "../ui/moment.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./estate.module.css";
import { countVerdicts } from "./headline.ts";
import type { EstateView, SetEstateView } from "./view-state.ts";

/** How many links have each verdict; each count shows only those. */
export function VerdictFilter({
  links,
  view,
  setView,
}: {
  links: readonly EstateRow[];
  view: EstateView;
  setView: SetEstateView;
}) {
  const counts = countVerdicts(links);
  const choose = (verdict: Verdict | null) => ({
    href: verdict === null ? "?" : `?verdict=${verdict}`,
    "aria-current": view.verdict === verdict ? ("true" as const) : undefined,
    onClick: (event: React.MouseEvent) => {
      if (event.metaKey || event.ctrlKey || event.shiftKey) return;
      event.preventDefault();
      setView({ verdict });
    },
  });
  return (
    <nav className={styles.verdicts} aria-label="Filter by verdict">
      <a {...choose(null)}>
        <span className={styles.word}>All links</span>
        <b>{links.length}</b>
      </a>
      {verdicts.map((verdict) => (
        <a
          key={verdict}
          {...choose(verdict)}
          className={verdict === "ok" || verdict === "progress" ? styles.calm : undefined}
        >
          <span className={styles.word}>
            <VerdictMark verdict={verdict} label={null} />
            {verdictWords[verdict]}
          </span>
          <b>{counts[verdict]}</b>
          <Extra verdict={verdict} links={links} />
        </a>
      ))}
    </nav>
  );
}

/** What makes a count news: how young the newest is, or when the next seeding is done. */
function Extra({ verdict, links }: { verdict: Verdict; links: readonly EstateRow[] }) {
  const members = links.filter((link) => link.verdict === verdict);
  if (members.length === 0 || verdict === "ok") return null;
  if (verdict === "progress") {
    const ends = members.flatMap(({ seeding }) =>
      seeding?.forecast ? Date.parse(seeding.forecast.madeAt) + seeding.forecast.p50Seconds * 1000 : [],
    );
    if (ends.length === 0) return null;
    return (
      <span className={styles.extra}>
        next done <Moment at={new Date(Math.min(...ends)).toISOString()} />
      </span>
    );
  }
  const began = members.flatMap((link) => link.findings.find((finding) => finding.verdict === verdict)?.since ?? []);
  const newest = began.toSorted().at(-1);
  if (newest === undefined) return null;
  return (
    <span className={styles.extra}>
      {verdict === "unknown" ? "for " : "newest "}
      <Elapsed since={newest} />
    </span>
  );
}
