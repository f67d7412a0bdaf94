// Asks the past in a process of its own, so that one core makes answers while the other writes them down.
import type { Outcome, SourceIdentity } from "../lib/domain/outcome.ts";
import { rememberedScenario } from "../lib/lab/memory.ts";
import { Past } from "./past.ts";

/** One moment to ask at: `slowToo` with the questions on the slow clock. */
export interface Moment {
  at: Date;
  slowToo: boolean;
}

export interface Told {
  at: Date;
  outcomes: Outcome[];
}

/** The first message says whom to ask, each later one when; each of those is answered. */
export interface Errand {
  labDirectory: string;
  sources: SourceIdentity[];
}

let past: Past | null = null;
let sources: SourceIdentity[] = [];

process.on("message", (message: Errand | Moment[]) => {
  if (!Array.isArray(message)) {
    past = new Past(rememberedScenario(message.labDirectory));
    sources = message.sources;
    return;
  }
  const told: Told[] = message.map(({ at, slowToo }) => ({
    at,
    outcomes: sources.flatMap((source) => past?.ask(source, at, slowToo) ?? []),
  }));
  process.send?.(told);
});
