"use client";

import { ChevronDown } from "lucide-react";
import type { EstateRow, SourceHealth } from "../../lib/domain/snapshot.ts";
import { verdicts } from "../../lib/domain/verdict.ts";
import { phaseWords } from "../../lib/format/words.ts";
import { Age, freshnessOf } from "../ui/age.tsx";
import { useTicking } from "../ui/clock.tsx";
import { Elapsed } from "../ui/elapsed.tsx";
import { Name } from "../ui/name.tsx";
import { asRowHead } from "../ui/table-roles.ts";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import type { Grouping, LinkGroup } from "./arrange.ts";
import styles from "./link-table.module.css";

/** The head of a group: its name, what it is, its tallies (kept when folded), and when it answered last. */
export function GroupCell({
  group,
  grouping,
  isFolded,
  onToggle,
}: {
  group: LinkGroup;
  grouping: Grouping;
  isFolded: boolean;
  onToggle: () => void;
}) {
  const name = groupName(group, grouping);
  return (
    <th {...asRowHead} colSpan={10} scope="colgroup" className={styles.group}>
      <div className={styles.groupIn}>
        <button
          type="button"
          className={styles.toggle}
          aria-expanded={!isFolded}
          aria-label={`${isFolded ? "Unfold" : "Fold"} ${name}`}
          onClick={onToggle}
          data-focus
        >
          <ChevronDown aria-hidden="true" />
          <b>
            <Name text={name} />
          </b>
        </button>
        <About links={group.links} grouping={grouping} source={group.source} />
        <span className={styles.tallies}>
          {verdicts.map(
            (verdict) =>
              group.counts[verdict] > 0 && (
                <span key={verdict} className={styles.tally}>
                  <VerdictMark verdict={verdict} size={13} />
                  {group.counts[verdict]}
                </span>
              ),
          )}
        </span>
        {group.source && <LastAnswer source={group.source} />}
      </div>
    </th>
  );
}

function groupName(group: LinkGroup, grouping: Grouping): string {
  if (grouping === "phase") return phaseWords[group.links[0]!.phase];
  if (group.name !== null) return group.name;
  return grouping === "sqlserver" ? "SQL Server not known" : "Managed instance not known";
}

function About({
  links,
  grouping,
  source,
}: {
  links: readonly EstateRow[];
  grouping: Grouping;
  source: SourceHealth | null;
}) {
  const version = grouping === "sqlserver" ? links.find((link) => link.partnerVersion !== null)?.partnerVersion : null;
  return (
    <>
      {version && <span className={styles.about}>{version}</span>}
      {source?.isTlsUnchecked && (
        <span
          className={styles.words}
          data-verdict="attention"
          title="The estate file says so; nobody checks who answers"
        >
          Trusts any certificate
        </span>
      )}
    </>
  );
}

function LastAnswer({ source }: { source: SourceHealth }) {
  const { lastAnsweredAt, intervalSeconds } = source;
  const isSilent = useTicking(
    (now) =>
      lastAnsweredAt !== null && freshnessOf((now - Date.parse(lastAnsweredAt)) / 1000, intervalSeconds) === "silent",
  );
  if (lastAnsweredAt === null)
    return (
      <span className={`${styles.answered} ${styles.words}`} data-verdict="unknown">
        never answered
      </span>
    );
  return isSilent ? (
    <span className={`${styles.answered} ${styles.words}`} data-verdict="unknown">
      silent for <Elapsed since={lastAnsweredAt} />
    </span>
  ) : (
    <span className={styles.answered}>
      answered <Age at={lastAnsweredAt} intervalSeconds={intervalSeconds} suffix=" ago" />
    </span>
  );
}
