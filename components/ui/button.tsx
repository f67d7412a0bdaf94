import type { ButtonHTMLAttributes } from "react";
import styles from "./button.module.css";

/** `plain` has an edge, `primary` is filled with ink, `quiet` is words only, `icon` is a square that needs an aria-label. */
export function Button({
  look = "plain",
  className = "",
  ...rest
}: ButtonHTMLAttributes<HTMLButtonElement> & { look?: "plain" | "primary" | "quiet" | "icon" }) {
  return <button type="button" className={`${styles.button} ${styles[look]} ${className}`} {...rest} />;
}
