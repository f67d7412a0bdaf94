// The entries of the navigation, in their order. Only pages that exist stand here.

export interface Entry {
  href: string;
  word: string;
  /** Paths below it that belong to it. */
  covers: readonly string[];
}

/** Alerts, Cutover and Programme join in this order once there is something to see. */
export const entries: readonly Entry[] = [
  { href: "/", word: "Estate", covers: ["/links"] },
  { href: "/certificates", word: "Certificates", covers: [] },
  { href: "/network", word: "Network", covers: [] },
  { href: "/planner", word: "Planner", covers: [] },
  { href: "/synapse", word: "Synapse", covers: [] },
  { href: "/facts", word: "Facts", covers: [] },
  { href: "/health", word: "Health", covers: [] },
];

export function isCurrent(entry: Entry, path: string): boolean {
  return path === entry.href || entry.covers.some((covered) => path === covered || path.startsWith(`${covered}/`));
}
