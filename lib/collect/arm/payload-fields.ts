// The kinds of field that ARM's answers are made of: one of another type, or out of all sense, counts as missing.
import { z } from "zod";
import { parseLsn } from "../../domain/lsn.ts";
import { LookFailure } from "../source.ts";

/** A field of another type than documented counts as missing. */
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
export const time = text.transform((value) => {
  const at = value === null ? Number.NaN : Date.parse(value);
  // .NET's default date means that nothing ever happened.
  return Number.isNaN(at) || at < Date.UTC(1990, 0) ? null : new Date(at);
});
export const lsn = z
  .union([z.string(), z.null(), z.undefined()])
  .catch(null)
  .transform((value) => parseLsn(value));
/** "80%", or a bare number. */
export const percent = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((value) => {
    const digits = /^\s*(\d{1,3}(?:\.\d+)?)\s*%?\s*$/.exec(String(value ?? ""))?.[1];
    return digits !== undefined && Number(digits) <= 100 ? Number(digits) : null;
  });
/** An error's number, as a number or as text. */
export const code = z
  .union([z.number(), z.string()])
  .nullish()
  .catch(null)
  .transform((value) => (/^\d+$/.test(String(value ?? "")) ? Number(value) : null));
export const flag = z
  .boolean()
  .nullish()
  .catch(null)
  .transform((value) => value ?? null);
/** A sentence, or only the number of SQL Server's error, as text or as a number. */
export const linkError = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((value) =>
    value === null || value === undefined || String(value).trim() === "" ? null : String(value).trim(),
  );

/** Throws LookFailure (malformed), naming the field. `what`: the resource type. */
export function parse<T>(what: string, shape: z.ZodType<T>, body: unknown): T {
  const parsed = shape.safeParse(body);
  if (parsed.success) return parsed.data;
  const field = parsed.error.issues[0]?.path.join(".") || "the answer";
  throw new LookFailure("malformed", `${what}: ${field} is not what its api-version describes`);
}
