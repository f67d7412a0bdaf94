// Who may do what: the one place that decides, asked by every server action before anything else.

/** What can be done that changes something or costs a monitored server work. */
export type Deed = "poll" | "note-certificate" | "set-cutover";

/** For now everyone who reaches Linkspan may do everything; signing in comes with its own issue. */
export async function authorise(_deed: Deed): Promise<{ isAllowed: true } | { isAllowed: false; reason: string }> {
  return { isAllowed: true };
}
