"use client";

import { useWindowVirtualizer, type VirtualItem } from "@tanstack/react-virtual";
import { Fragment, type KeyboardEvent, useCallback, useEffect, useRef, useState } from "react";
import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { asRow, asRowGroup, asTable } from "../ui/table-roles.ts";
import { useNarrow } from "../ui/use-narrow.ts";
import { GroupCell } from "./group-row.tsx";
import { LinkRowCells } from "./link-row.tsx";
import styles from "./link-table.module.css";
import { rowsInWindow } from "./row-window.ts";
import { type TableRow, toggleFold } from "./table-rows.ts";
import type { EstateView, SetEstateView } from "./view-state.ts";

/** Above this many rows only those near the window are in the document. */
const virtualAbove = 200;

/** Every link in a table; on a narrow page the same table drawn as a list. */
export function LinkTable({
  rows,
  view,
  setView,
  sources,
  handlers,
}: {
  rows: readonly TableRow[];
  view: EstateView;
  setView: SetEstateView;
  sources: readonly SourceHealth[];
  handlers: React.HTMLAttributes<HTMLTableElement>;
}) {
  const table = useRef<HTMLTableElement>(null);
  const isNarrow = useNarrow();
  const isVirtual = rows.length > virtualAbove;
  const [above, setAbove] = useState(0);
  useEffect(() => {
    const body = table.current?.tBodies[0];
    if (body && isVirtual) setAbove(body.getBoundingClientRect().top + window.scrollY);
  }, [isVirtual]);

  const rowHeight = view.rows === "compact" ? 33 : 45;
  const keepHead = useCallback(
    (range: { startIndex: number; endIndex: number; overscan: number; count: number }) =>
      rowsInWindow(range, (index) => rows[index]?.kind === "group"),
    [rows],
  );
  const virtualizer = useWindowVirtualizer({
    count: rows.length,
    enabled: isVirtual,
    estimateSize: (index) => (rows[index]?.kind === "group" ? 35 : isNarrow ? 150 : rowHeight),
    getItemKey: (index) => rows[index]?.id ?? index,
    rangeExtractor: keepHead,
    overscan: 12,
    scrollMargin: above,
    initialRect: { width: 1440, height: 900 },
  });
  const items = isVirtual ? virtualizer.getVirtualItems() : null;

  const intervals = new Map(sources.map((source) => [source.id, source.intervalSeconds]));
  const draw = (index: number) => {
    const row = rows[index]!;
    const place = {
      ...asRow,
      "data-index": index,
      "aria-rowindex": isVirtual ? index + 3 : undefined,
      ref: isVirtual ? virtualizer.measureElement : undefined,
    };
    if (row.kind === "group")
      return (
        <tr key={row.id} {...place} className={styles.groupRow}>
          <GroupCell
            group={row.group}
            grouping={view.group}
            isFolded={row.isFolded}
            onToggle={() => setView(toggleFold(row.group, view, isNarrow))}
          />
        </tr>
      );
    return (
      <tr key={row.id} {...place} className={row.isCalm ? `${styles.row} ${styles.calm}` : styles.row}>
        <LinkRowCells link={row.link} showPartner={view.group !== "sqlserver"} intervals={intervals} />
      </tr>
    );
  };

  function move(event: KeyboardEvent<HTMLTableElement>) {
    if (event.key === "Escape") {
      (document.activeElement as HTMLElement | null)?.blur();
      return;
    }
    const from = (event.target as HTMLElement).closest<HTMLElement>("[data-index]");
    const to = from === null ? null : nextIndex(event.key, Number(from.dataset.index), rows.length);
    if (to === null) return;
    event.preventDefault();
    if (isVirtual) virtualizer.scrollToIndex(to, { align: "auto" });
    requestAnimationFrame(() => {
      table.current?.querySelector<HTMLElement>(`[data-index="${to}"] [data-focus]`)?.focus();
    });
  }

  return (
    <table
      ref={table}
      {...asTable}
      className={view.rows === "compact" ? `${styles.table} ${styles.compact}` : styles.table}
      aria-rowcount={isVirtual ? rows.length + 2 : undefined}
      onKeyDown={move}
      {...handlers}
    >
      <caption className="sr">Links with their sides, phase, lag, worst finding and the age of each voice</caption>
      <Head />
      <tbody {...asRowGroup}>
        {items === null
          ? rows.map((_, index) => draw(index))
          : withGaps(items, virtualizer.getTotalSize(), above, draw)}
      </tbody>
    </table>
  );
}

function nextIndex(key: string, from: number, count: number): number | null {
  if (key === "ArrowDown") return Math.min(count - 1, from + 1);
  if (key === "ArrowUp") return Math.max(0, from - 1);
  if (key === "Home") return 0;
  return key === "End" ? count - 1 : null;
}

/** Rows out of sight leave empty rows of their height, so that the page is as long as the list. */
function withGaps(
  items: readonly VirtualItem[],
  total: number,
  above: number,
  draw: (index: number) => React.ReactNode,
): React.ReactNode {
  let reached = 0;
  const drawn = items.map((item) => {
    const gap = item.start - above - reached;
    reached = item.end - above;
    return (
      <Fragment key={item.key}>
        {gap > 0 && <Gap height={gap} />}
        {draw(item.index)}
      </Fragment>
    );
  });
  return (
    <>
      {drawn}
      {total > reached && <Gap height={total - reached} />}
    </>
  );
}

function Gap({ height }: { height: number }) {
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: an empty row takes no focus
    <tr aria-hidden="true" className={styles.gap} style={{ height }}>
      <td colSpan={10} style={{ height }} />
    </tr>
  );
}

function Head() {
  return (
    <>
      <colgroup>
        <col className={styles.colLink} />
        <col className={styles.colSides} />
        <col className={styles.colPhase} />
        <col className={styles.colFlow} />
        <col className={styles.colSpark} />
        <col />
        <col className={styles.colCertificate} />
        <col className={styles.colAge} span={3} />
      </colgroup>
      <thead>
        <tr>
          <th rowSpan={2} scope="col">
            Link, database
          </th>
          <th rowSpan={2} scope="col">
            Sides, instance
          </th>
          <th rowSpan={2} scope="col">
            Phase, mode
          </th>
          <th rowSpan={2} scope="col">
            Progress, or lag and queues
          </th>
          <th rowSpan={2} scope="col" className={styles.spark}>
            Last 12 h
          </th>
          <th rowSpan={2} scope="col">
            Worst finding
          </th>
          <th rowSpan={2} scope="col" className={styles.certificate}>
            Certif.
          </th>
          <th colSpan={3} scope="colgroup" className={styles.ages}>
            Last answer
          </th>
        </tr>
        <tr>
          <th scope="col" className={styles.age}>
            SQL
          </th>
          <th scope="col" className={styles.age}>
            MI
          </th>
          <th scope="col" className={styles.age}>
            ARM
          </th>
        </tr>
      </thead>
    </>
  );
}
