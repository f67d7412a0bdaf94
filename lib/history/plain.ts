// Pictures for pages hold times as ISO text.
import type { Plain } from "../domain/snapshot.ts";

/** What JSON makes of it, without the way there and back. */
export function plain<T>(value: T): Plain<T> {
  if (value instanceof Date) return value.toISOString() as Plain<T>;
  if (Array.isArray(value)) return value.map(plain) as Plain<T>;
  if (value !== null && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)])) as Plain<T>;
  }
  return value as Plain<T>;
}
