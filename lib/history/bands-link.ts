// Reads the bands of one link over a range: what each track was from when to when, and the moments worth a mark.
import type { Limits } from "../domain/limits.ts";
import { pauseStart } from "../domain/pause.ts";
import type { BandWindow } from "../domain/snapshot.ts";
import { type Change, chartEvents } from "../domain/telling.ts";
import { vantageOf } from "../domain/vantage.ts";
import type { History } from "./pool.ts";
import { readSourceStates } from "./source-states.ts";

type Subject = BandWindow["bands"][number]["subject"];
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

/** Null if there is no such link. Times before the link was first judged, and those in which nobody polled, are not known. */
export async function bandsLink(
  history: History,
  linkId: string,
  from: Date,
  to: Date,
  limits: Limits,
): Promise<BandWindow | null> {
  const link = await history.prisma.link.findUnique({
    where: { id: linkId },
    include: { assessment: { select: { assessedAt: true } } },
  });
  if (!link) return null;
  const ids = [link.partnerSourceId, link.instanceSourceId, link.armSourceId].filter((id) => id !== null);
  const sources = [...(await readSourceStates(history.pool, ids)).values()];
  const { rows } = await history.pool.query<Change>(
    `(SELECT DISTINCT ON (subject) subject, "from", "to", verdict, reason, at, is_first AS "isFirst" FROM transition
      WHERE link_no = $1 AND at <= $2 AND subject = ANY($4) ORDER BY subject, at DESC, id DESC)
     UNION ALL
     (SELECT subject, "from", "to", verdict, reason, at, is_first AS "isFirst" FROM transition
      WHERE link_no = $1 AND at > $2 AND at < $3 ORDER BY at, id)`,
    [link.no, from, to, [...subjects, "polling"]],
  );
  const silentFrom = link.assessment && pauseStart(link.assessment.assessedAt, sources, limits, to);
  const pauses = rows.filter((row) => row.subject === "polling");
  if (silentFrom) pauses.push({ ...openPause, at: silentFrom });
  const names = Object.fromEntries(sources.map((source) => [vantageOf(source), source.name]));
  return {
    linkId,
    from: from.toISOString(),
    to: to.toISOString(),
    bands: subjects.map((subject) => ({
      subject,
      segments: segmentsOf([...rows.filter((row) => row.subject === subject), ...pauses], from, to),
    })),
    events: chartEvents(
      rows.filter((row) => row.at > from),
      names,
      to,
    ).slice(-mostEvents),
  };
}

/** A pause that has not ended is written nowhere yet. */
const openPause: Omit<Change, "at"> = {
  subject: "polling",
  from: "running",
  to: null,
  verdict: "unknown",
  reason: "Nobody polls now.",
  isFirst: false,
};

/** Back to back from `from` to `to`; unknown before the first word and while nobody polled, after which the value of before holds again. */
export function segmentsOf(changes: readonly Change[], from: Date, to: Date): Segment[] {
  const segments: Segment[] = [];
  let known: Pick<Segment, "value" | "verdict" | "reason"> = {
    value: null,
    verdict: "unknown",
    reason: "Not observed yet.",
  };
  let paused: typeof known | null = null;
  let open: Omit<Segment, "to"> = { from: from.toISOString(), ...known };
  for (const change of changes.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    const told = { value: change.to, verdict: change.verdict, reason: change.reason };
    if (change.subject !== "polling") known = told;
    else paused = change.to === null ? told : null;
    const at = change.at > from ? change.at.toISOString() : from.toISOString();
    if (at !== open.from) segments.push({ ...open, to: at });
    open = { from: at, ...(paused ?? known) };
  }
  segments.push({ ...open, to: to.toISOString() });
  return segments;
}
