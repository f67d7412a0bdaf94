// What a process that polls or shows pages stands on: the estate, its history, and the clock.
import { defaultLimits } from "./domain/limits.ts";
import { type Env, readEnv } from "./env.ts";
import { type OpenEstate, openEstate } from "./estate.ts";
import { type History, openHistory } from "./history/pool.ts";

export interface House {
  estate: OpenEstate;
  history: History;
  clock: () => Date;
}

/** Opens both; connects to nothing yet. Throws when DATABASE_URL is missing or the estate file is wrong. */
export function openHouse(env: Env = readEnv()): House {
  if (env.databaseUrl === null)
    throw new Error("DATABASE_URL is not set; `npm start` sets it for the embedded Postgres");
  return {
    estate: openEstate(
      env.estatePath ?? {
        isDemo: false,
        sqlServers: [],
        managedInstances: [],
        synapseWorkspaces: [],
        limits: defaultLimits,
      },
    ),
    history: openHistory(env.databaseUrl),
    clock: () => new Date(),
  };
}

/** The house of this process's pages, opened at the first use; each bundle of Next has modules of its own, but one globalThis. */
export function pageHouse(): House {
  const keep = globalThis as { linkspanPageHouse?: House };
  keep.linkspanPageHouse ??= openHouse();
  return keep.linkspanPageHouse;
}
