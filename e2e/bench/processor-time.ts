// Processor time of a process and all below it, living or ended, as Linux counts it.
import fs from "node:fs";

/** Of /proc: hundredths of a second on every Linux that Node runs on. */
const tickMs = 10;

interface Stat {
  parent: number;
  ownMs: number;
  endedChildrenMs: number;
}

/** Milliseconds; NaN where there is no /proc. */
export function processorMs(pid: number): number {
  const all = new Map(pids().flatMap((id) => entryOf(id)));
  const family = (id: number): number => {
    const stat = all.get(id);
    if (!stat) return 0;
    const living = [...all].filter(([, { parent }]) => parent === id);
    return stat.ownMs + stat.endedChildrenMs + living.reduce((sum, [child]) => sum + family(child), 0);
  };
  return all.has(pid) ? family(pid) : Number.NaN;
}

function pids(): number[] {
  return fs.existsSync("/proc/self/stat") ? fs.readdirSync("/proc").map(Number).filter(Number.isInteger) : [];
}

function entryOf(pid: number): [number, Stat][] {
  try {
    const text = fs.readFileSync(`/proc/${pid}/stat`, "utf8");
    // The name before the last parenthesis may hold blanks.
    const fields = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .map(Number);
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15) as [number, number, number, number];
    const parent = fields[1] as number;
    return [[pid, { parent, ownMs: (user + system) * tickMs, endedChildrenMs: (endedUser + endedSystem) * tickMs }]];
  } catch {
    // Ended between the two looks.
    return [];
  }
}
