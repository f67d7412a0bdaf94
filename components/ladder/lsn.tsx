import { type Lsn, lsnHex, lsnParts, parseLsn } from "../../lib/domain/lsn.ts";
import styles from "./ladder.module.css";

/** An LSN parted into VLF, block and slot by margin, so that copying gives the exact text; its hex form on hover. */
export function LsnText({ lsn }: { lsn: string }) {
  const known: Lsn | null = parseLsn(lsn);
  if (known === null) return <code className={styles.lsn}>{lsn}</code>;
  // Leading zeros that lsnParts adds to a short value are not part of the source's text.
  const { vlf, block, slot } = known.length > 15 ? lsnParts(known) : { vlf: known, block: "", slot: "" };
  return (
    <code className={styles.lsn} title={`${known}, hex ${lsnHex(known)}`}>
      <span>{vlf}</span>
      {block && <span>{block}</span>}
      {slot && <span>{slot}</span>}
    </code>
  );
}
