// Stored JSON made a thing with dates again.

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;
const dateKey = /^(at|since)$|(At|Since)$/;

/**
 * A copy in which the text of exactly `toISOString` shape under a key `at`, `since`, `…At` or `…Since` is a Date, a list of
 * such texts a list of Dates. A name that looks like a date stays a name. The shape is the caller's claim: T is what was stored.
 */
export function reviveDates<T>(json: unknown): T {
  return revive(json) as T;
}

function revive(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(revive);
  if (value === null || typeof value !== "object") return value;
  const revived: Record<string, unknown> = {};
  for (const [key, inner] of Object.entries(value))
    revived[key] = Array.isArray(inner) ? inner.map((one) => reviveUnder(key, one)) : reviveUnder(key, inner);
  return revived;
}

function reviveUnder(key: string, value: unknown): unknown {
  return isDateText(key, value) ? new Date(value) : revive(value);
}

/** Most texts have another length, which is quicker to see than a pattern: every poll of every link passes here. */
function isDateText(key: string, value: unknown): value is string {
  return typeof value === "string" && value.length === 24 && dateKey.test(key) && isoInstant.test(value);
}
