// What a network test wrote: the step of its job succeeds even where the port is closed, so the truth is read from the text.
import type { z } from "zod";
import type { NetworkCheckFacts } from "../../domain/sample.ts";
import type { Instant } from "./rows-read.ts";
import type { testOutputRow, testRunRow } from "./rows-shape.ts";

type Run = z.infer<typeof testRunRow>;
type Output = z.infer<typeof testOutputRow>;

const stillRunning = 4;
/** Its command asks for nothing but True or False. */
const quietJob = "NetHelper";

export function checkOfRun(run: Run, instant: Instant): NetworkCheckFacts {
  return {
    job: run.job_name,
    step: run.step_name,
    ranAt: instant(runTime(run.run_date, run.run_time)) as Date,
    ...aimOf(run.command, run.output),
    isOpen: run.run_status === stillRunning ? null : isOpen(run.job_name, run.output),
    output: run.output,
  };
}

/** The table of outputs holds those of the newest run only, and may be all there is once the history was purged. */
export function checkOfOutput(row: Output, instant: Instant): NetworkCheckFacts | null {
  const ranAt = instant(row.date_modified);
  if (ranAt === null) return null;
  return {
    job: row.job_name,
    step: row.step_name,
    ranAt,
    ...aimOf(row.command, row.output),
    isOpen: isOpen(row.job_name, row.output),
    output: row.output,
  };
}

/** Newest first: every run, its own output in place of a history that does not tell the result, and outputs without a run. */
export function mergeChecks(
  runs: readonly NetworkCheckFacts[],
  outputs: readonly NetworkCheckFacts[],
): NetworkCheckFacts[] {
  const checks = [...runs].sort((a, b) => b.ranAt.getTime() - a.ranAt.getTime());
  for (const output of outputs) {
    const newest = checks.findIndex((run) => run.job === output.job && run.step === output.step);
    const run = checks[newest];
    if (run === undefined) checks.push(output);
    else if (run.isOpen === null && output.ranAt >= run.ranAt) {
      checks[newest] = { ...run, isOpen: output.isOpen, output: output.output };
    }
  }
  return checks.sort((a, b) => b.ranAt.getTime() - a.ranAt.getTime());
}

/** 20261121 and 93005 are 09:30:05 on that day, by the server's own clock. */
function runTime(date: number, time: number): Date {
  const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
  const [hour, minute, second] = [Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100];
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}

function aimOf(
  command: string | null,
  output: string | null,
): Pick<NetworkCheckFacts, "target" | "port" | "remoteAddress"> {
  const port = found(command, /-port\s+(\d+)/i);
  return {
    target:
      found(command, /(?:tnc|Test-NetConnection)\s+(?:-ComputerName\s+)?([^\s|]+)/i) ??
      found(output, /ComputerName\s*:\s*(\S+)/i),
    port: port === null ? null : Number(port),
    // Empty where the name was not resolved; then the next label follows.
    remoteAddress: found(output, /RemoteAddress\s*:\s*([\da-f.:]*[\da-f])(?![a-z])/i),
  };
}

function isOpen(job: string, output: string | null): boolean | null {
  const said = found(output, /TcpTestSucceeded\s*:\s*(True|False)/i) ?? (job === quietJob ? lastWord(output) : null);
  return said === null ? null : said.toLowerCase() === "true";
}

/** Warnings come before it. */
function lastWord(output: string | null): string | null {
  return output?.match(/\b(?:True|False)\b/gi)?.at(-1) ?? null;
}

function found(text: string | null, pattern: RegExp): string | null {
  return (text === null ? null : pattern.exec(text)?.[1]) ?? null;
}
