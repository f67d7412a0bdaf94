// Log sequence numbers: exact text, compared, never subtracted.

declare const lsnBrand: unique symbol;
/** Decimal digits of numeric(25,0) without leading zeros: VLF ‖ block (10 digits) ‖ slot (5 digits). */
export type Lsn = string & { readonly [lsnBrand]: true };

/** Null for null, empty, zero-less junk or more than 25 digits: an LSN we cannot read is not known. */
export function parseLsn(text: string | null | undefined): Lsn | null {
  if (text === null || text === undefined) return null;
  const digits = text.trim().replace(/^0+(?=\d)/, "");
  return /^\d{1,25}$/.test(digits) ? (digits as Lsn) : null;
}

/** Negative if a is earlier. Same length digits compare as text, so no arithmetic is needed. */
export function compareLsns(a: Lsn, b: Lsn): number {
  if (a.length !== b.length) return a.length - b.length;
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The three parts as a DBA reads them; vlf is "0" for short values. */
export function lsnParts(lsn: Lsn): { vlf: string; block: string; slot: string } {
  const padded = lsn.padStart(16, "0");
  return { vlf: padded.slice(0, -15), block: padded.slice(-15, -5), slot: padded.slice(-5) };
}

/** `VVVVVVVV:BBBBBBBB:SSSS`, as fn_dblog prints it. */
export function lsnHex(lsn: Lsn): string {
  const { vlf, block, slot } = lsnParts(lsn);
  const hex = (part: string, width: number) => BigInt(part).toString(16).padStart(width, "0");
  return `${hex(vlf, 8)}:${hex(block, 8)}:${hex(slot, 4)}`;
}
