// Reads the bands of one link over a range: what each track was from when to when, and the moments worth a mark.
import type { Transition } from "../domain/assessment.ts";
import type { BandWindow } from "../domain/snapshot.ts";
import type { History } from "./pool.ts";

type Subject = BandWindow["bands"][number]["subject"];
type Row = Pick<Transition, "subject" | "from" | "to" | "verdict" | "reason" | "at">;
type Segment = BandWindow["bands"][number]["segments"][number];

const subjects: readonly Subject[] = [
  "verdict",
  "health.partner",
  "health.instance",
  "health.arm",
  "phase",
  "connection",
];
const mostEvents = 200;

/** Null if there is no such link. Times before the link was first seen are not known. */
export async function bandsLink(history: History, linkId: string, from: Date, to: Date): Promise<BandWindow | null> {
  const link = await history.prisma.link.findUnique({ where: { id: linkId }, select: { no: true } });
  if (!link) return null;
  const { rows } = await history.pool.query<Row>(
    `(SELECT DISTINCT ON (subject) subject, "from", "to", verdict, reason, at FROM transition
      WHERE link_no = $1 AND at <= $2 AND subject = ANY($4) ORDER BY subject, at DESC, id DESC)
     UNION ALL
     (SELECT subject, "from", "to", verdict, reason, at FROM transition
      WHERE link_no = $1 AND at > $2 AND at < $3 ORDER BY at, id)`,
    [link.no, from, to, subjects],
  );
  return {
    linkId,
    from: from.toISOString(),
    to: to.toISOString(),
    bands: subjects.map((subject) => ({
      subject,
      segments: segmentsOf(
        rows.filter((row) => row.subject === subject),
        from,
        to,
      ),
    })),
    events: rows
      .filter((row) => row.at > from && isEvent(row.subject))
      .slice(-mostEvents)
      .map(({ at, subject, verdict, reason }) => ({ at: at.toISOString(), subject, verdict, text: reason })),
  };
}

/** Back to back from `from` to `to`; what was before the first word is not known. */
export function segmentsOf(changes: readonly Row[], from: Date, to: Date): Segment[] {
  const segments: Segment[] = [];
  let open: Omit<Segment, "to"> = {
    from: from.toISOString(),
    value: null,
    verdict: "unknown",
    reason: "Not observed yet.",
  };
  for (const change of changes) {
    const at = change.at > from ? change.at.toISOString() : from.toISOString();
    if (at !== open.from) segments.push({ ...open, to: at });
    open = { from: at, value: change.to, verdict: change.verdict, reason: change.reason };
  }
  segments.push({ ...open, to: to.toISOString() });
  return segments;
}

/** Findings come with the verdict they cause; roles, phases, reach and the rest are moments of their own. */
function isEvent(subject: string): boolean {
  return subject !== "verdict" && !subject.startsWith("health.");
}
