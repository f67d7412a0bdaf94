import { type ReactNode, useId } from "react";
import styles from "./tooltip.module.css";

/** More about a word, on hover and on focus; nothing that is needed may stand only here. */
export function Tooltip({ text, children }: { text: string; children: ReactNode }) {
  const id = useId();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: the explanation must be reachable without a mouse
    <span className={styles.host} tabIndex={0} aria-describedby={id}>
      {children}
      <span className={styles.tip} role="tooltip" id={id}>
        {text}
      </span>
    </span>
  );
}
