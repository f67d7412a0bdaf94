// The way to the history database: one pool per process, shared by plain SQL and Prisma.
import { PrismaPg } from "@prisma/adapter-pg";
import pg from "pg";
import { PrismaClient } from "./generated/client.ts";

export interface History {
  /** For bulk writes and time series. */
  pool: pg.Pool;
  /** For single rows of entities. */
  prisma: PrismaClient;
  close(): Promise<void>;
}

/** Where Next gives every bundle its own module instance, the pool alone lives on globalThis. */
const shared = globalThis as { linkspanHistories?: Map<string, History> };
shared.linkspanHistories ??= new Map();
const open = shared.linkspanHistories;

/** The history at `url`; the same one for every caller in this process until it is closed. */
export function openHistory(url: string): History {
  const known = open.get(url);
  if (known) return known;
  const pool = new pg.Pool({
    connectionString: url,
    max: 10,
    application_name: "linkspan",
    connectionTimeoutMillis: 10_000,
    keepAlive: true,
    // Just-in-time compilation costs more than it saves on queries over many small partitions.
    options: "-c jit=off",
  });
  // A connection may die with its server, idle or between two statements; the next query reports what is wrong.
  pool.on("error", () => {});
  pool.on("connect", (client) => client.on("error", () => {}));
  const prisma = new PrismaClient({ adapter: new PrismaPg(pool) });
  const history: History = {
    pool,
    prisma,
    close: async () => {
      open.delete(url);
      await prisma.$disconnect();
      await pool.end();
    },
  };
  open.set(url, history);
  return history;
}
