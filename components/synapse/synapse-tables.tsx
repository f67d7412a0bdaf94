"use client";

import type { SynapseLinkRow } from "../../lib/domain/synapse-snapshot.ts";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { Age } from "../ui/age.tsx";
import { Panel, PanelHead } from "../ui/panel.tsx";
import { asCell, asRow, asRowHead, asTable } from "../ui/table-roles.ts";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import styles from "./synapse.module.css";

const statusVerdicts: Record<string, Verdict> = {
  failed: "problem",
  suspended: "attention",
  snapshotting: "progress",
  replicating: "ok",
};

/** Each table with its status and its last commit: the commit tells more than the status. */
export function SynapseTables({ link: { linkConnectionName, facts, assessment } }: { link: SynapseLinkRow }) {
  const { tables, tablesToldAt } = facts;
  const isAway = assessment.failover.certainty !== null;
  if (tablesToldAt === null)
    return (
      <Panel>
        <PanelHead title="Tables" />
        <p className={styles.unknown}>Its workspace did not tell its tables.</p>
      </Panel>
    );
  return (
    <Panel padded={false}>
      <div className={styles.tablesHead}>
        <h3>Tables</h3>
        <p>
          told <Age at={tablesToldAt} suffix=" ago" />; without writes at the source there is no new commit
        </p>
      </div>
      <table className={styles.tables} {...asTable}>
        <caption className="sr">Tables of {linkConnectionName}</caption>
        <thead>
          <tr>
            <th scope="col">Table</th>
            <th scope="col">Status, as displayed</th>
            <th scope="col">Last commit</th>
            <th scope="col">Last processed</th>
          </tr>
        </thead>
        <tbody>
          {tables.map((table) => (
            <tr key={table.tableId} {...asRow}>
              <th scope="row" {...asRowHead}>
                <span className={styles.table}>
                  <VerdictMark verdict={verdictOf(table.status, isAway)} />
                  {table.name ?? table.tableId}
                </span>
              </th>
              <td {...asCell} data-label="Status, as displayed">
                {table.status ?? <span className={styles.unknown}>not told</span>}
                {table.errorMessage && <small className={styles.more}>{table.errorMessage}</small>}
                {table.errorCode && <small className={styles.more}>{table.errorCode}</small>}
              </td>
              <td {...asCell} data-label="Last commit">
                <Age at={table.lastCommitAt} suffix=" ago" />
              </td>
              <td {...asCell} data-label="Last processed">
                <Age at={table.lastProcessedAt} suffix=" ago" />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Panel>
  );
}

/** Where the source is away, "Replicating" is worth nothing. */
function verdictOf(status: string | null, isAway: boolean): Verdict {
  const verdict = statusVerdicts[status?.toLowerCase() ?? ""] ?? "unknown";
  return verdict === "ok" && isAway ? "unknown" : verdict;
}
