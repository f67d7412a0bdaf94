"use server";

// When a link is to be cut over, set and taken away by people on the link's page.
import { z } from "zod";
import { instantIn } from "../domain/local-time.ts";
import { removeLinkDate, writeLinkDate } from "../history/link-date.ts";
import { pageHouse } from "../house.ts";
import { authorise } from "../session/authorise.ts";
import { oneLine } from "./one-line.ts";

/** `said`: what came of it, in words. A refusal names the field at fault, if one is, and gives back what was typed. */
export type CutoverAnswer =
  | { kind: "set" | "removed"; said: string }
  | { kind: "refused"; field: "at" | "note" | null; said: string; typed: { at: string; note: string } };

const wish = z.object({
  linkId: z.string().min(1).max(300),
  wish: z.enum(["set", "remove"]).catch("set"),
  at: z.string().max(40).catch(""),
  zone: z.string().max(100).catch(""),
  note: z.string().catch(""),
});

/**
 * Fields `linkId`, `wish` ("set" or "remove"), `at` (a wall clock's time, as datetime-local sends it), `zone` (of that clock,
 * IANA) and `note`. A form's action, so it works before any script does.
 */
export async function setCutoverDate(_previous: CutoverAnswer | null, form: FormData): Promise<CutoverAnswer> {
  const parsed = wish.safeParse(Object.fromEntries(form));
  const { at, note } = parsed.data ?? { at: "", note: "" };
  const refuse = (field: "at" | "note" | null, said: string): CutoverAnswer => ({
    kind: "refused",
    field,
    said,
    // A whole book that was pasted is not sent back.
    typed: { at, note: note.slice(0, 1000) },
  });
  const leave = await authorise("set-cutover");
  if (!leave.isAllowed) return refuse(null, leave.reason);
  if (!parsed.success) return refuse(null, "There is no such link");
  const { history, clock } = pageHouse();
  const { linkId, zone } = parsed.data;
  if (parsed.data.wish === "remove") {
    await removeLinkDate(history, linkId);
    return { kind: "removed", said: "The cutover date is gone" };
  }
  const now = clock();
  const cutoverAt = instantIn(at, zone);
  if (cutoverAt === null) return refuse("at", "This is not a date and time; nothing was kept");
  if (cutoverAt <= now) return refuse("at", "This time is over; nothing was kept");
  const line = oneLine.safeParse(note);
  if (!line.success) return refuse("note", "A note is one line of at most 200 characters; nothing was kept");
  const isKnown = await writeLinkDate(history, linkId, { cutoverAt, note: line.data, changedAt: now, changedBy: null });
  return isKnown ? { kind: "set", said: "The cutover date is set" } : refuse(null, "There is no such link any more");
}
