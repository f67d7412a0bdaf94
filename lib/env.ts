// Every environment variable, read once and checked; nothing else in the product looks at process.env.
import { z } from "zod";

export interface Env {
  /** Null: the embedded Postgres in the data directory. */
  databaseUrl: string | null;
  /** Path of the estate file; null: none was named. */
  estatePath: string | null;
  port: number;
  host: string;
  /** Where the embedded Postgres and other state live. */
  dataDirectory: string;
  /** Whether this process polls. */
  isPoller: boolean;
  logLevel: "debug" | "info" | "warn" | "error" | "silent";
}

/** An empty variable counts as not set, as in a compose file's `NAME: ${NAME:-}`. */
const unset = (value: unknown) => (value === "" ? undefined : value);
const variable = <T extends z.ZodType>(shape: T) => z.preprocess(unset, shape);
const logLevels = ["debug", "info", "warn", "error", "silent"] as const;

const shape = z.object({
  DATABASE_URL: variable(
    z
      .string()
      .regex(/^postgres(ql)?:\/\//, { error: "should look like postgresql://user@host:5432/linkspan" })
      .optional(),
  ),
  LINKSPAN_ESTATE: variable(z.string().optional()),
  PORT: variable(
    z
      .string()
      .regex(/^\d{1,5}$/, { error: "should be a port from 1 to 65535" })
      .transform(Number)
      .refine((port) => port >= 1 && port <= 65535, { error: "should be a port from 1 to 65535" })
      .default(3000),
  ),
  HOST: variable(z.string().default("127.0.0.1")),
  LINKSPAN_DATA: variable(z.string().default(".data")),
  LINKSPAN_POLLER: variable(z.enum(["on", "off"], { error: "should be on or off" }).default("on")),
  LINKSPAN_LOG: variable(z.enum(logLevels, { error: `should be one of ${logLevels.join(", ")}` }).default("info")),
});

/** Throws one Error that lists every variable in the way; values are not repeated, for a URL may hold a password. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
  const parsed = shape.safeParse(source);
  if (!parsed.success) {
    const lines = parsed.error.issues.map((issue) => `  ${issue.path.join(".")}: ${issue.message}`);
    throw new Error(`The environment cannot be used:\n${lines.join("\n")}`);
  }
  const env = parsed.data;
  return {
    databaseUrl: env.DATABASE_URL ?? null,
    estatePath: env.LINKSPAN_ESTATE ?? null,
    port: env.PORT,
    host: env.HOST,
    dataDirectory: env.LINKSPAN_DATA,
    isPoller: env.LINKSPAN_POLLER === "on",
    logLevel: env.LINKSPAN_LOG,
  };
}
