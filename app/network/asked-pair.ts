// Which pair an address of the network page or of its interface names.

/** Null where it names none; of several the first. */
export function askedPair(query: Record<string, string | string[] | undefined>): {
  partner: string | null;
  instance: string | null;
} {
  const first = (value: string | string[] | undefined) => (Array.isArray(value) ? value[0] : value) ?? null;
  return { partner: first(query.server), instance: first(query.instance) };
}
