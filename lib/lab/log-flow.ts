// The transaction log of one database as a flow: how many bytes it holds at a time, and which LSN a byte has.
import { between, chance, type Swing, swingingClock, swingingRate } from "./dice.ts";
import type { LinkSpec, Scenario } from "./scenario.ts";

const day = 86_400_000;
const vlfBytes = 256 * 1024 * 1024;
const blockBytes = 8 * 1024;

export interface LogFlow {
  /** Bytes written since long before the scenario; grows always. */
  bytesAt(at: number): number;
  bytesPerSecondAt(at: number): number;
  /** LSN of the log block at this byte, padded as end_of_log_lsn and its kin are. */
  blockLsn(bytes: number): bigint;
  /** LSN of the last record before this byte, as last_commit_lsn and last_redone_lsn are. */
  recordLsn(bytes: number): bigint;
}

/** `fork` names a second history of the same log after a split: it starts at the same byte but flows by itself. */
export function logFlow(scenario: Scenario, link: LinkSpec, fork?: { at: number; bytes: number }): LogFlow {
  const { seed, epoch } = scenario;
  const dice = (name: string) => chance(seed, link.name, fork ? "fork" : "log", name);
  const swings: Swing[] = [
    // cos peaks at phase 0: the working day peaks at about 12:00 UTC.
    { depth: 0.45, periodMs: day, phase: -Math.PI + (dice("day") - 0.5) },
    { depth: 0.15, periodMs: 23 * 60_000 * (0.8 + dice("p1")), phase: 6 * dice("f1") },
    { depth: 0.2, periodMs: 97_000 * (0.8 + dice("p2")), phase: 6 * dice("f2") },
  ];
  const start = fork ? fork.at : epoch - 60 * day;
  const startClock = swingingClock(swings, start);
  const rate = link.logBytesPerSecond / 1000;
  const firstVlf = BigInt(Math.floor(between(30_000, 60_000, seed, link.name, "vlf")));
  const lsn = (bytes: number, slot: number): bigint => {
    const inVlf = Math.floor((bytes % vlfBytes) / blockBytes) * (blockBytes / 512) + 16;
    return (firstVlf + BigInt(Math.floor(bytes / vlfBytes))) * 10n ** 15n + BigInt(inVlf) * 100_000n + BigInt(slot);
  };
  return {
    bytesAt: (at) => (fork?.bytes ?? 0) + Math.max(0, rate * (swingingClock(swings, at) - startClock)),
    bytesPerSecondAt: (at) => rate * 1000 * swingingRate(swings, at),
    blockLsn: (bytes) => lsn(bytes, 1),
    recordLsn: (bytes) => lsn(Math.max(0, bytes - blockBytes), 2 + (Math.floor(bytes / 64) % 127)),
  };
}

/** The same log, from some times on at a multiple of its rate; it goes on where it was. */
export function atRates(flow: LogFlow, rates: { from: number; factor: number }[]): LogFlow {
  if (rates.length === 0) return flow;
  return {
    ...flow,
    bytesAt: (at) =>
      rates.reduce((bytes, { from, factor }, index) => {
        const before = rates[index - 1]?.factor ?? 1;
        return at <= from ? bytes : bytes + (factor - before) * (flow.bytesAt(at) - flow.bytesAt(from));
      }, flow.bytesAt(at)),
    bytesPerSecondAt: (at) => flow.bytesPerSecondAt(at) * (rates.findLast(({ from }) => from <= at)?.factor ?? 1),
  };
}
