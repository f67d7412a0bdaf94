// Durations into the lines of the table: median, 95th percentile, and what stands beside them.

export interface Line {
  what: string;
  median: string;
  p95: string;
  beside: string;
}

/** Milliseconds, one per run. */
export type Durations = number[];

export function lineOf(what: string, durations: Durations, beside = ""): Line {
  return { what, median: ms(quantile(durations, 0.5)), p95: ms(quantile(durations, 0.95)), beside };
}

/** A figure that is measured once. */
export function factOf(what: string, beside: string): Line {
  return { what, median: "", p95: "", beside };
}

/** Nearest rank; NaN of nothing. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? Number.NaN;
}

/** Runs one after another; those before the first of `times` warm up and do not count. */
export async function timed(times: number, work: (run: number) => Promise<unknown>, warmUp = 3): Promise<Durations> {
  const durations: Durations = [];
  for (let run = -warmUp; run < times; run++) {
    const started = performance.now();
    await work(run + warmUp);
    if (run >= 0) durations.push(performance.now() - started);
  }
  return durations;
}

export function ms(value: number): string {
  if (Number.isNaN(value)) return "not measured";
  return value >= 10_000 ? `${(value / 1000).toFixed(1)} s` : `${short(value)} ms`;
}

export function kilobytes(bytes: number): string {
  return `${short(bytes / 1000)} kB`;
}

/** Three digits that count. */
export function short(value: number): string {
  return Math.abs(value) >= 100 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(2)));
}

export function tableOf(lines: readonly Line[]): string {
  return [
    "| what | median | 95th percentile | beside it |",
    "|---|---:|---:|---|",
    ...lines.map(({ what, median, p95, beside }) => `| ${what} | ${median} | ${p95} | ${beside} |`),
  ].join("\n");
}
