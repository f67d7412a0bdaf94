// An LSN in the parts a reader sees and the form fn_dblog prints.
import { lsnHex, lsnParts, parseLsn } from "../domain/lsn.ts";

/** Null for text that is no LSN. The three parts joined are the exact digits, so that copying gives the source's text. */
export function formatLsn(text: string | null): { vlf: string; block: string; slot: string; hex: string } | null {
  const lsn = parseLsn(text);
  return lsn === null ? null : { ...lsnParts(lsn), hex: lsnHex(lsn) };
}
