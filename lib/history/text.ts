// Text as Postgres can keep it: any name a server can have, but for NUL, which no Postgres text may hold.

/** Replaces NUL by the replacement character. */
export function keepable(text: string): string {
  return text.replaceAll("\u0000", "\uFFFD");
}

export function keepableOrNull(text: string | null): string | null {
  return text === null ? null : keepable(text);
}
