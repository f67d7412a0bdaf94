// Stored JSON made a thing with dates again.

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const dateKey = /^(at|since)$|(At|Since)$/;

/**
 * A copy in which the text of exactly `toISOString` shape under a key `at`, `since`, `…At` or `…Since` is a Date. A name
 * that looks like a date stays a name. The shape is the caller's claim: T is what was stored.
 */
export function reviveDates<T>(json: unknown): T {
  return revive(json) as T;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, isDateText(key, inner) ? new Date(inner) : revive(inner)]),
  );
}

function isDateText(key: string, value: unknown): value is string {
  return dateKey.test(key) && typeof value === "string" && isoInstant.test(value);
}
