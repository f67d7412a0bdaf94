// Whether Linkspan can do its work, as load balancers and people ask: the database answers, and somebody polls.
import { type Readiness, readReadiness } from "../../../lib/history/readiness.ts";
import { pageHouse } from "../../../lib/house.ts";

export type ReadyAnswer = ({ ready: true } & Readiness) | { ready: false; reason: string };

/** Ready means that pages can be shown; nobody polling and overdue sources are told, for they do not mend by sending readers elsewhere. */
export async function readReady(now: Date): Promise<ReadyAnswer> {
  try {
    return { ready: true, ...(await readReadiness(pageHouse().history, now)) };
  } catch {
    return { ready: false, reason: "Linkspan cannot read its database" };
  }
}

export function answerReady(answer: ReadyAnswer, more: object = {}): Response {
  return Response.json(
    { ...more, ...answer },
    { status: answer.ready ? 200 : 503, headers: { "cache-control": "no-store" } },
  );
}
