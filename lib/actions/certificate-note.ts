"use server";

// Who renews a certificate, written down by people on the page of certificates.
import { z } from "zod";
import { writeCertificateNote } from "../history/certificate-note.ts";
import { latestCertificates } from "../history/certificates.ts";
import { pageHouse } from "../house.ts";
import { authorise } from "../session/authorise.ts";
import { oneLine } from "./one-line.ts";

/** `said`: what came of it, in words. */
export type NoteAnswer = { kind: "noted" | "refused"; said: string };

const wish = z.object({
  key: z.string().min(1).max(1000),
  text: oneLine,
});

/** Fields `key` (an entry's noteKey) and `text`; an empty text takes the note away. A form's action, so it works before any script does. */
export async function noteCertificate(_previous: NoteAnswer | null, form: FormData): Promise<NoteAnswer> {
  const leave = await authorise("note-certificate");
  if (!leave.isAllowed) return { kind: "refused", said: leave.reason };
  const parsed = wish.safeParse({ key: form.get("key"), text: form.get("text") });
  if (!parsed.success)
    return { kind: "refused", said: "A note is one line of at most 200 characters; this was not kept" };
  const { history, estate, clock } = pageHouse();
  const now = clock();
  const known = await latestCertificates(history, estate.limits, now);
  if (!known.some((entry) => entry.noteKey === parsed.data.key))
    return { kind: "refused", said: "There is no such certificate any more" };
  await writeCertificateNote(history, { ...parsed.data, changedAt: now, changedBy: null });
  return { kind: "noted", said: parsed.data.text === "" ? "The note is gone" : "Noted" };
}
