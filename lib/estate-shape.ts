// The fields of the estate file, with what to do where one is wrong.
import { z } from "zod";
import { defaultLimits, type Limits } from "./domain/limits.ts";

export const secretPattern = /^(env:[A-Za-z_][A-Za-z0-9_]*|file:.+)$/;

/** https://host, without a path. */
const originPattern = /^https?:\/\/[^/\s?#@]+\/?$/;

/** Refuses keys it does not know, one line each, with the nearest one it does. */
const strict = <T extends z.ZodRawShape>(shape: T) =>
  z.strictObject(shape, {
    error: (issue) =>
      issue.code === "unrecognized_keys"
        ? issue.keys.map((key) => unknownKey(key, Object.keys(shape))).join("\n")
        : said(issue.input, "a block of keys and values"),
  });

function unknownKey(key: string, known: string[]): string {
  const nearest = known
    .map((other) => ({ other, steps: editSteps(key.toLowerCase(), other.toLowerCase()) }))
    .sort((a, b) => a.steps - b.steps)[0];
  const advice = nearest && nearest.steps <= 3 ? `did you mean "${nearest.other}"?` : `known here: ${known.join(", ")}`;
  return `unknown key "${key}": ${advice}`;
}

/** Letters to change, add or drop to get from one word to the other. */
function editSteps(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, at) => at);
  for (const [done, letter] of [...from].entries()) {
    const next = [done + 1];
    for (let at = 1; at <= to.length; at++) {
      next.push(Math.min(row[at]! + 1, next[at - 1]! + 1, row[at - 1]! + (letter === to[at - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[to.length]!;
}

const said = (input: unknown, wanted: string) =>
  input === undefined ? `is missing: give ${wanted}` : `should be ${wanted}`;
const wants = (wanted: string) => ({ error: (issue: { input?: unknown }) => said(issue.input, wanted) });

/** One line without control characters: names turn up in logs and on pages. */
const word = (wanted: string) => z.string(wants(wanted)).regex(/^[^\p{Cc}]{1,128}$/u, { error: `should be ${wanted}` });
const whole = (wanted: string, least: number, most: number) =>
  z
    .number(wants(wanted))
    .int({ error: `should be ${wanted}` })
    .min(least, { error: `should be ${wanted}` })
    .max(most, { error: `should be ${wanted}` });
const oneOf = <const T extends readonly [string, ...string[]]>(values: T) =>
  z.enum(values, wants(values.length > 1 ? `one of ${values.join(", ")}` : `"${values[0]}", or leave it out`));

const secret = z.string(wants("env:NAME or file:/path, never the secret itself")).regex(secretPattern, {
  error:
    "secrets do not stand in this file: put it into an environment variable or a file, and write env:NAME or file:/path here",
});

const pollSeconds = whole("a whole number of seconds from 1 to 3600", 1, 3600);

const credential = z.discriminatedUnion(
  "kind",
  [
    strict({ kind: z.literal("sql"), user: word("the name of a SQL login"), password: secret }),
    strict({ kind: z.literal("default") }),
    strict({
      kind: z.literal("servicePrincipal"),
      tenantId: word("the directory (tenant) ID"),
      clientId: word("the application (client) ID"),
      clientSecret: secret,
      authorityHost: z
        .string(wants("an https:// address"))
        .startsWith("https://", { error: "should be an https:// address" })
        .optional(),
    }),
    strict({ kind: z.literal("token"), token: secret }),
  ],
  wants("a credential with kind: sql, default, servicePrincipal or token"),
);

const tls = strict({
  encrypt: oneOf(["on", "strict"]).default("on"),
  ca: z.string(wants("the path of a PEM file, beside this one or absolute")).optional(),
  serverName: word("the name in the server's certificate").optional(),
  trust: oneOf(["blindly"]).optional(),
}).prefault({});

const sqlShape = {
  host: word("a host name or address").regex(/^[^\s\\/,:;]+$|^[0-9a-f:]+$/i, {
    error: "should be a host name alone: the port goes into port, the instance into instance",
  }),
  port: whole("a port from 1 to 65535", 1, 65535).optional(),
  instance: word("the name of a named instance").optional(),
  credential: word("the name of an entry of credentials"),
  pollSeconds: pollSeconds.optional(),
  readOnlyIntent: z.boolean(wants("true or false")).default(false),
  tls,
};

const list = <T extends z.ZodType>(item: T) =>
  z.array(item, wants("a list: each entry begins with a dash")).default([]);

const positive = z.number(wants("a number above 0")).positive({ error: "should be a number above 0" }).optional();
const limits = Object.fromEntries(Object.keys(defaultLimits).map((name) => [name, positive])) as Record<
  keyof Limits,
  typeof positive
>;

export const estateShape = strict({
  demo: z.boolean(wants("true or false")).default(false),
  defaults: strict({
    pollSeconds: pollSeconds.default(10),
    managedInstancePollSeconds: pollSeconds.optional(),
  }).prefault({}),
  credentials: z.record(z.string(), credential, wants("a block of named credentials")).default({}),
  sqlServers: list(strict({ name: word("a name, as people call the server"), ...sqlShape })),
  managedInstances: list(
    strict({
      name: word("the name of the managed instance"),
      resourceId: z
        .string(wants("its resource ID, /subscriptions/…"))
        .regex(
          /^\/subscriptions\/[^/\s?#]+\/resourceGroups\/[^/\s?#]+\/providers\/Microsoft\.Sql\/managedInstances\/[^/\s?#]+\/?$/i,
          {
            error:
              "should be /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Sql/managedInstances/<name>, as on its Properties page in the portal",
          },
        ),
      credential: word("the name of an entry of credentials"),
      pollSeconds: pollSeconds.optional(),
      endpoint: z
        .string(wants("the address of Azure Resource Manager"))
        .regex(originPattern, {
          error: "should be an address without a path, such as https://management.azure.com",
        })
        .default("https://management.azure.com"),
      /** For the network check, where the credential may not read the subnet itself. */
      subnet: z.cidrv4({ error: "should be the subnet's address range, such as 10.48.2.0/24" }).optional(),
      sql: strict(sqlShape).optional(),
    }),
  ),
  synapseWorkspaces: list(
    strict({
      name: word("the name of the Synapse workspace"),
      endpoint: z.string(wants("the development endpoint of the workspace")).regex(originPattern, {
        error: "should be its development endpoint without a path: https://<workspace>.dev.azuresynapse.net",
      }),
      credential: word("the name of an entry of credentials"),
      pollSeconds: pollSeconds.optional(),
      arm: z
        .string(wants("the address of Azure Resource Manager"))
        .regex(originPattern, { error: "should be an address without a path, such as https://management.azure.com" })
        .default("https://management.azure.com"),
    }),
  ),
  limits: strict(limits).default({}),
});

/** The file as written, checked field by field. */
export type EstateText = z.infer<typeof estateShape>;
