import { Age } from "../ui/age.tsx";
import { VantageMark } from "../ui/vantage-mark.tsx";
import { VerdictMark } from "../ui/verdict-mark.tsx";
import { type Entry, matchVerdict, matchWords, shortThumbprint } from "./certificate-words.ts";
import styles from "./inventory.module.css";

/** What the other sides hold of a certificate, each against the one in use. */
export function CertificateCopies({ copies, renewedBy }: Pick<Entry, "copies" | "renewedBy">) {
  if (copies.length === 0) return null;
  return (
    <ul className={styles.copies}>
      {copies.map((copy) => (
        <li key={`${copy.server}${copy.name}`}>
          <VerdictMark verdict={matchVerdict(copy.match, renewedBy)} size={14} label={null} />
          <span>
            Copy on {copy.server}: {matchWords(copy.match, renewedBy)}
            {copy.match === "other" && copy.thumbprint !== null && (
              <>
                {" "}
                <code className="mono" title={copy.thumbprint}>
                  {shortThumbprint(copy.thumbprint)}
                </code>
              </>
            )}
            <span className={styles.said}>
              {copy.voices.map((voice) => (
                <span key={voice.vantage}>
                  <VantageMark vantage={voice.vantage} withWord={false} /> <Age at={voice.at} suffix=" ago" />
                </span>
              ))}
            </span>
            {copy.note !== null && <small>{copy.note}</small>}
          </span>
        </li>
      ))}
    </ul>
  );
}
