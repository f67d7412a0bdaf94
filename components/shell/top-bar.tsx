import type { EstateHealth } from "../health/estate-health.ts";
import { BarClock } from "./bar-clock.tsx";
import { Navigation } from "./navigation.tsx";
import { SourceTicks } from "./source-ticks.tsx";
import { ThemeToggle } from "./theme-toggle.tsx";
import styles from "./top-bar.module.css";

/** The bar of every page. `health` null: the history could not be read, so nothing is said of the sources. */
export function TopBar({ health }: { health: EstateHealth | null }) {
  return (
    <header className={styles.bar}>
      <div className={styles.inner}>
        <a className={styles.brand} href="/">
          <svg width="26" height="16" viewBox="0 0 26 16" aria-hidden="true">
            <rect x="0" y="3" width="8" height="10" rx="1" fill="currentColor" />
            <path d="M8 8H18" stroke="currentColor" strokeWidth="2" />
            <rect
              x="18.9"
              y="3.9"
              width="6.2"
              height="8.2"
              rx=".6"
              fill="none"
              stroke="currentColor"
              strokeWidth="1.8"
            />
          </svg>
          Linkspan
        </a>
        <Navigation />
        <div className={styles.end}>
          {health?.isDemo && <span className={styles.demo}>Demo estate</span>}
          {health && <SourceTicks initial={health} />}
          <BarClock />
          <ThemeToggle />
        </div>
      </div>
    </header>
  );
}
