// `npm run bench:forecast -- <traces>`: each trace as a seeding through the product's own forecast, beside the simple methods of shared/traces/README.md.

import { type Score, type Scored, scoreOf } from "../../lib/domain/forecast-score.ts";
import { forecastRemaining } from "../../lib/domain/remaining-time.ts";
import { scoreStories } from "./forecast-stories.ts";
import { type Asking, askingsOf, readTraces, type Trace } from "./traces.ts";

/** `asked`: a file of traces, or "--stories". Prints its table; the exit code is 1 where there is nothing to judge. */
export function judgeForecast(asked: string | undefined): number {
  try {
    if (!asked) throw new Error("Name a file of traces, or --stories: npm run bench:forecast -- <traces.ndjson[.gz]>");
    if (asked === "--stories") tellStories();
    else tellTraces(readTraces(asked));
    return 0;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return 1;
  }
}

const simple: Record<string, (asking: Asking) => number> = {
  "last sample": ({ rates }) => rates.at(-1) ?? 0,
  "harmonic mean of 5": ({ rates }) => {
    const last = rates.slice(-5);
    return last.length / last.reduce((sum, rate) => sum + 1 / Math.max(rate, 1), 0);
  },
  "EWMA 0.3": ({ rates }) => smoothed(rates, 0.3),
  "EWMA 0.05": ({ rates }) => smoothed(rates, 0.05),
  "whole-run mean": wholeRun,
  "moving window, 10 min": tenMinutes,
  "mean of the last two": (asking) => (wholeRun(asking) + tenMinutes(asking)) / 2,
};

function tellTraces(traces: readonly Trace[]): void {
  const askings = traces.flatMap((trace, number) => askingsOf(trace, number));
  if (askings.length === 0)
    throw new Error(
      "No trace of this file can be asked: each needs 60 s seen and 60 s left at some share of its bytes",
    );
  const ours = askings.flatMap((asking): Scored[] => {
    const { points, totalBytes, remainingSeconds } = asking;
    const now = new Date(points.at(-1)?.[0] ?? 0);
    const { forecast } = forecastRemaining({ points, databaseBytes: totalBytes, isStalled: false, now });
    if (!forecast) return [];
    return [{ truth: remainingSeconds, p50: forecast.p50Seconds, band: [forecast.p10Seconds, forecast.p90Seconds] }];
  });
  const unanswered = askings.length - ours.length;
  console.log(`${traces.length} traces, ${askings.length} askings, ${unanswered} without an answer\n`);
  console.log("| method | median error | 90th percentile | coverage of the 80 % band | mean width | interval score |");
  console.log("|---|---|---|---|---|---|");
  line("**Linkspan**", scoreOf(ours));
  for (const [name, rateOf] of Object.entries(simple)) {
    const scored = askings.map((asking) => ({
      truth: asking.remainingSeconds,
      p50: (asking.totalBytes - asking.seenBytes) / Math.max(rateOf(asking), 1),
    }));
    line(name, scoreOf(scored));
  }
}

function line(name: string, { medianError, p90Error, band }: Score): void {
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  const cells = band
    ? [percent(band.coverage), band.width.toFixed(3), band.interval.toFixed(3)]
    : ["no band", "no band", "no band"];
  console.log(`| ${[name, percent(medianError), percent(p90Error), ...cells].join(" | ")} |`);
}

/** Seedings of the lab with a cause; beside ours the simple method that did best on that story. */
function tellStories(): void {
  console.log("| story | asked | Linkspan, median | 90th | in the band | best simple method | its median | 90th |");
  console.log("|---|---|---|---|---|---|---|---|");
  const percent = (value: number) => `${(100 * value).toFixed(1)} %`;
  for (const { story, ours, simple } of scoreStories()) {
    const best = simple.reduce((a, b) => (b.score.medianError < a.score.medianError ? b : a));
    const held = ours.band === null ? "no band" : percent(ours.band.coverage);
    const cells = [story, ours.asked, percent(ours.medianError), percent(ours.p90Error), held, best.name];
    console.log(`| ${[...cells, percent(best.score.medianError), percent(best.score.p90Error)].join(" | ")} |`);
  }
}

function smoothed(rates: readonly number[], weight: number): number {
  return rates.slice(1).reduce((mean, rate) => mean + weight * (rate - mean), rates[0] ?? 0);
}

function wholeRun({ seenBytes, seenSeconds }: Asking): number {
  return seenBytes / seenSeconds;
}

function tenMinutes({ rates, bucketSeconds }: Asking): number {
  const last = rates.slice(-Math.round(600 / bucketSeconds));
  return last.length === 0 ? 0 : last.reduce((sum, rate) => sum + rate, 0) / last.length;
}
