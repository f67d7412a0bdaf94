import type { ErrorSource as Source } from "../../lib/domain/error-catalogue-entry.ts";
import styles from "./errors.module.css";

/** Where the explanation is from, and whether its meaning is concluded instead of documented. */
export function ErrorSource({ source, isInferred }: { source: Source; isInferred: boolean }) {
  return (
    <p className={styles.source}>
      {source.href === null ? (
        source.title
      ) : (
        <a href={source.href} rel="noreferrer">
          {source.title}
        </a>
      )}
      {isInferred && <span> · in part concluded, not documented for the link</span>}
    </p>
  );
}
