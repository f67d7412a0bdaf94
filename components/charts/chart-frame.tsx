"use client";

import dynamic from "next/dynamic";
import { type CSSProperties, type ReactNode, useId, useState } from "react";
import styles from "./chart.module.css";
import { useSize } from "./use-size.ts";

/** recharts comes when a chart is drawn, so that text never waits for it. */
export const Plot = dynamic(() => import("./plot.tsx"), { ssr: false });

/** What a chart can show instead of its plot; the height stays. */
export type ChartState = { kind: "ready" } | { kind: "reading"; words: string } | { kind: "none"; words: string };

export interface ChartTable {
  head: string[];
  /** First cell names the row. Newest first. */
  rows: string[][];
}

/** Title, whose word, the plot or the same as a table, and the key below. */
export function ChartFrame({
  title,
  note,
  legend,
  height,
  state,
  table,
  children,
}: {
  /** What is plotted, then a comma and the unit. */
  title: string;
  note?: ReactNode;
  legend?: ReactNode;
  /** px; on a phone less. */
  height: { wide: number; narrow: number };
  state: ChartState;
  table: () => ChartTable;
  children: (size: { width: number; height: number }) => ReactNode;
}) {
  const [ref, size] = useSize<HTMLDivElement>();
  const [asTable, setAsTable] = useState(false);
  const heading = useId();
  return (
    <figure className={styles.figure} aria-labelledby={heading}>
      <div className={styles.head}>
        <h3 id={heading}>{title}</h3>
        {note && <div className={styles.note}>{note}</div>}
      </div>
      <div
        ref={ref}
        className={styles.box}
        style={{ "--wide": `${height.wide}px`, "--narrow": `${height.narrow}px` } as CSSProperties}
      >
        {state.kind !== "ready" ? (
          <p className={`${styles.reading} ${state.kind === "reading" ? styles.waiting : ""}`}>
            <span>{state.words}</span>
          </p>
        ) : asTable ? (
          <ValueTable caption={title} {...table()} />
        ) : (
          size.width > 0 && children(size)
        )}
      </div>
      <div className={styles.foot}>
        {legend && <p className={styles.legend}>{legend}</p>}
        <button type="button" className={styles.toggle} aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? "Show as chart" : "Show as table"}
        </button>
      </div>
    </figure>
  );
}

function ValueTable({ caption, head, rows }: ChartTable & { caption: string }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section className={styles.table} aria-label={caption} tabIndex={0}>
      <table>
        <caption className="sr">{caption}</caption>
        <thead>
          <tr>
            {head.map((name) => (
              <th key={name} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(([name, ...cells]) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={head[index + 1]}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** One entry of a key. `look`: a filled swatch, a line, a dashed line, or the two patterns. */
export function Key({
  look,
  colour,
  children,
}: {
  look: "swatch" | "swatchLine" | "swatchDash" | "hatch" | "stripes";
  colour?: string;
  children: ReactNode;
}) {
  const shape = look === "hatch" || look === "stripes" ? `${styles.swatch} ${styles[look]}` : styles[look];
  return (
    <span className={styles.key}>
      <i className={shape} style={colour ? { color: colour } : undefined} />
      {children}
    </span>
  );
}
