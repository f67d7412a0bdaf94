import type { ReactNode } from "react";
import styles from "./definition-list.module.css";

/** Names and values in pairs; `columns` of pairs side by side where there is room. */
export function DefinitionList({
  items,
  columns = 1,
}: {
  items: readonly { term: string; value: ReactNode }[];
  columns?: 1 | 2 | 3 | 4;
}) {
  return (
    <dl className={styles.list} style={{ "--columns": columns } as React.CSSProperties}>
      {items.map((item) => (
        <div key={item.term}>
          <dt>{item.term}</dt>
          <dd>{item.value}</dd>
        </div>
      ))}
    </dl>
  );
}
