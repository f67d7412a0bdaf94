// The kinds of field that only ARM's answers of links have: one of another type, or out of all sense, counts as missing.
import { z } from "zod";
import { parseLsn } from "../../domain/lsn.ts";

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
/** A sentence, or only the number of SQL Server's error, as text or as a number. */
export const linkError = z
  .union([z.string(), z.number()])
  .nullish()
  .catch(null)
  .transform((value) =>
    value === null || value === undefined || String(value).trim() === "" ? null : String(value).trim(),
  );
