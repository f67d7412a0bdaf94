// Fields of Azure's JSON as we take them: any may be missing, and one of another type than documented counts as missing.
import { z } from "zod";
import { LookFailure } from "./source.ts";

export const text = z
  .string()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const number = z
  .number()
  .finite()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const flag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);

export const time = text.transform((value) => {
  const at = value === null ? Number.NaN : Date.parse(value);
  // .NET's default date means that nothing ever happened.
  return Number.isNaN(at) || at < Date.UTC(1990, 0) ? null : new Date(at);
});

const page = z.object({ value: z.array(z.unknown()), nextLink: text, continuationToken: z.unknown().optional() });

/** One page of a list. Throws LookFailure (malformed). */
export function readPage(
  what: string,
  body: unknown,
): { entries: unknown[]; nextLink: string | null; continuationToken: unknown } {
  const { value, nextLink, continuationToken } = parse(what, page, body);
  return { entries: value, nextLink, continuationToken: continuationToken ?? null };
}

/** Throws LookFailure (malformed), naming the field. `what`: the resource type. */
export function parse<T>(what: string, shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "the answer";
  throw new LookFailure("malformed", `${what}: ${field} is not what its api-version describes`);
}
