"use client";

import { useActionState, useEffect, useEffectEvent, useId, useRef } from "react";
import { setCutoverDate } from "../../lib/actions/cutover-date.ts";
import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { formatIso } from "../../lib/format/moment.ts";
import { Button } from "../ui/button.tsx";
import { useZone } from "../ui/clock.tsx";
import styles from "./cutover.module.css";

/** Sets, moves and takes away a link's cutover date; a plain form, so that it works before any script does, in UTC then. */
export function CutoverForm({
  linkId,
  cutover,
  onKept,
}: {
  linkId: string;
  cutover: LinkSnapshot["cutover"];
  onKept: () => void;
}) {
  const [answer, send, isPending] = useActionState(setCutoverDate, null);
  const zone = useZone();
  const id = useId();
  const details = useRef<HTMLDetailsElement>(null);
  const refused = answer?.kind === "refused" ? answer : null;
  const shown = refused?.typed ?? {
    at: cutover ? formatIso(cutover.at, zone).slice(0, 16) : "",
    note: cutover?.note ?? "",
  };
  const close = useEffectEvent(() => {
    onKept();
    if (details.current) details.current.open = false;
    details.current?.querySelector("summary")?.focus();
  });
  useEffect(() => {
    if (answer !== null && answer.kind !== "refused") close();
  }, [answer]);
  const fault = (field: "at" | "note") =>
    refused?.field === field && (
      <span id={`${id}${field}`} role="alert" className={styles.fault}>
        {refused.said}
      </span>
    );
  const told = (field: "at" | "note") =>
    refused?.field === field ? { "aria-invalid": true, "aria-describedby": `${id}${field}` } : {};
  return (
    <div className={styles.cutover}>
      <details ref={details} open={refused !== null}>
        <summary>{cutover ? "Change the cutover date" : "Set a cutover date"}</summary>
        <form action={send} className={styles.form}>
          <input type="hidden" name="linkId" value={linkId} />
          <input type="hidden" name="zone" value={zone} />
          <label>
            Date and time in {zone}
            <input type="datetime-local" name="at" defaultValue={shown.at} required {...told("at")} />
          </label>
          {fault("at")}
          <label>
            Note
            <input name="note" defaultValue={shown.note} maxLength={200} autoComplete="off" {...told("note")} />
          </label>
          {fault("note")}
          <div className={styles.buttons}>
            <Button type="submit" name="wish" value="set" aria-disabled={isPending}>
              Save
            </Button>
            {cutover && (
              <Button type="submit" name="wish" value="remove" look="quiet" formNoValidate aria-disabled={isPending}>
                Remove
              </Button>
            )}
          </div>
        </form>
      </details>
      <p role="status" className={styles.said}>
        {answer !== null && (refused === null || refused.field === null) && answer.said}
      </p>
    </div>
  );
}
