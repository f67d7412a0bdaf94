import type { ReactNode } from "react";
import styles from "./panel.module.css";

/** A surface with a hairline; no shadow, no panel inside a panel. */
export function Panel({
  children,
  padded = true,
  className = "",
}: {
  children: ReactNode;
  padded?: boolean;
  className?: string;
}) {
  return <div className={`${styles.panel} ${padded ? styles.padded : ""} ${className}`}>{children}</div>;
}

/** A labelled part of a page. `id` names its heading; `note` stands at the right of it. */
export function Section({
  id,
  title,
  note,
  children,
}: {
  id: string;
  title: string;
  note?: ReactNode;
  children: ReactNode;
}) {
  return (
    <section className={styles.section} aria-labelledby={id}>
      <div className={styles.head}>
        <h2 id={id}>{title}</h2>
        {note && <p>{note}</p>}
      </div>
      {children}
    </section>
  );
}

/** Title row inside a panel. */
export function PanelHead({ title, note }: { title: string; note?: ReactNode }) {
  return (
    <div className={styles.panelHead}>
      <h3>{title}</h3>
      {note && <p>{note}</p>}
    </div>
  );
}
