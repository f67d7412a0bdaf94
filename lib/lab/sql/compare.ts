// Equality and order of SQL values: case-insensitive text without trailing blanks, uniqueidentifier by its own byte order.
import { isMoment, uniqueidentifierBytes } from "./convert.ts";
import type { SqlType, SqlValue } from "./result.ts";
import { isString, variantType } from "./types.ts";

type Value = Exclude<SqlValue, null>;
export type KeyValue = string | number | bigint | boolean;

/** Text as the collation (CI_AS) sees it. */
export function foldText(text: string): string {
  return (text.endsWith(" ") ? text.replace(/ +$/, "") : text).toLowerCase();
}

/** A key two values of one type share exactly when they are equal. */
export function keyOf(value: Value, type: SqlType): KeyValue {
  if (typeof value === "string") return type.name === "uniqueidentifier" ? value : foldText(value);
  if (value instanceof Uint8Array)
    return Buffer.from(value)
      .toString("hex")
      .replace(/(00)+$/, "");
  return isMoment(value) ? value.ms : value;
}

/** A key of a whole row, for DISTINCT, GROUP BY and UNION; NULLs are equal there. */
export function rowKey(values: readonly SqlValue[], types: readonly SqlType[]): string {
  let key = "";
  values.forEach((value, index) => {
    key += value === null ? "\u0001N" : `\u0001${typeof value}${keyOf(value, types[index] as SqlType)}`;
  });
  return key;
}

const collator = new Intl.Collator("en", { sensitivity: "accent" });

/** Negative, 0 or positive, for two values of one type. */
export function compareValues(left: Value, right: Value, type: SqlType): number {
  if (type.name === "sql_variant") return compareVariants(left, right);
  if (typeof left === "string" && typeof right === "string") {
    if (!isString(type)) return compareBytes(uniqueidentifierOrder(left), uniqueidentifierOrder(right));
    const [a, b] = [foldText(left), foldText(right)];
    return a === b ? 0 : collator.compare(a, b) || (a < b ? -1 : 1);
  }
  if (left instanceof Uint8Array && right instanceof Uint8Array) return compareBytes(left, right);
  const [a, b] = [keyOf(left, type), keyOf(right, type)];
  return a === b ? 0 : a < b ? -1 : 1;
}

function compareVariants(left: Value, right: Value): number {
  const [a, b] = [variantType(left), variantType(right)];
  if (typeof left === typeof right) return compareValues(left, right, a);
  const [x, y] = [Number(left), Number(right)];
  if (Number.isNaN(x) || Number.isNaN(y)) return a.name < b.name ? -1 : 1;
  return x - y;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.max(left.length, right.length);
  for (let at = 0; at < length; at++) {
    const difference = (left[at] ?? 0) - (right[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function uniqueidentifierOrder(text: string): Uint8Array {
  const bytes = uniqueidentifierBytes(text);
  return Uint8Array.from([10, 11, 12, 13, 14, 15, 8, 9, 6, 7, 4, 5, 0, 1, 2, 3].map((at) => bytes[at] as number));
}

/** LIKE's pattern as a test: % any text, _ any character, [a-f] and [^a-f] sets, an escape character. */
export function likeTest(pattern: string, mark: string | null): (text: string) => boolean {
  let source = "";
  for (let at = 0; at < pattern.length; at++) {
    const character = pattern[at] as string;
    if (character === mark && at + 1 < pattern.length) source += quoteForPattern(pattern[++at] as string);
    else if (character === "%") source += ".*";
    else if (character === "_") source += ".";
    else if (character === "[" && pattern.indexOf("]", at + 1) > 0) {
      const end = pattern.indexOf("]", at + 2) > 0 ? pattern.indexOf("]", at + 2) : pattern.indexOf("]", at + 1);
      const set = pattern.slice(at + 1, end);
      const negated = set.startsWith("^") ? "^" : "";
      source += `[${negated}${set.slice(negated.length).replace(/[\\\]^[]/g, "\\$&")}]`;
      at = end;
    } else source += quoteForPattern(character);
  }
  const expression = new RegExp(`^${source} *$`, "is");
  return (text) => expression.test(text);
}

function quoteForPattern(character: string): string {
  return character.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
