"use client";

import { useActionState, useEffect, useEffectEvent, useId } from "react";
import { noteCertificate } from "../../lib/actions/certificate-note.ts";
import { Button } from "../ui/button.tsx";
import { Moment } from "../ui/moment.tsx";
import type { Entry } from "./certificate-words.ts";
import styles from "./inventory.module.css";

/** Who renews a certificate, and a form to write it down; a plain form, so that it works before any script does. */
export function RenewalNote({ entry, onNoted }: { entry: Entry; onNoted: () => void }) {
  const [answer, note, isPending] = useActionState(noteCertificate, null);
  const said = useId();
  const refresh = useEffectEvent(onNoted);
  useEffect(() => {
    if (answer?.kind === "noted") refresh();
  }, [answer]);
  return (
    <div className={styles.note}>
      <p>{entry.note?.text ?? (entry.renewedBy === "azure" ? "Azure, by itself" : "you")}</p>
      {entry.note !== null && (
        <small>
          noted <Moment at={entry.note.changedAt} />
          {entry.note.changedBy !== null && ` by ${entry.note.changedBy}`}
        </small>
      )}
      <details>
        <summary aria-label={`Note who renews ${entry.name}`}>Note</summary>
        <form action={note} key={entry.note?.changedAt ?? "none"}>
          <input type="hidden" name="key" value={entry.noteKey} />
          <input
            name="text"
            aria-label={`Who renews ${entry.name}`}
            aria-describedby={said}
            defaultValue={entry.note?.text ?? ""}
            maxLength={200}
            autoComplete="off"
          />
          <Button type="submit" aria-disabled={isPending}>
            Keep
          </Button>
        </form>
      </details>
      <p id={said} role="status" className={styles.answer}>
        {answer?.said}
      </p>
    </div>
  );
}
