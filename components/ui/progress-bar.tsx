import styles from "./progress-bar.module.css";

/** A bar of 0 to 1. `unknown` is hatched and has no end, `waits` is an empty dashed track, `suspended` has amber stripes. The number stands in words beside it. */
export function ProgressBar({
  fraction,
  state = "runs",
}: {
  fraction: number | null;
  state?: "runs" | "stopped" | "waits" | "suspended" | "unknown";
}) {
  const shown = fraction === null && state === "runs" ? "unknown" : state;
  return (
    <div className={`${styles.track} ${styles[shown]}`} aria-hidden="true">
      {fraction !== null && (shown === "runs" || shown === "stopped") && <i style={{ width: `${fraction * 100}%` }} />}
    </div>
  );
}
