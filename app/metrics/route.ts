import { readCounts } from "../../lib/history/counts.ts";
import { pageHouse } from "../../lib/house.ts";
import { answerFrom } from "../api/answer.ts";
import { readCertificates, readEstateHealth, readScorecard } from "../readers.ts";
import { exposition } from "./exposition.ts";

export const dynamic = "force-dynamic";

/** For Prometheus, in its text format. */
export function GET(): Promise<Response> {
  return answerFrom(async () => {
    const now = new Date();
    const [counts, health, { certificates }, scorecard] = await Promise.all([
      readCounts(pageHouse().history),
      readEstateHealth(now),
      readCertificates(now),
      readScorecard(now),
    ]);
    return new Response(await exposition(counts, health, certificates, scorecard, now), {
      headers: { "content-type": "text/plain; version=0.0.4; charset=utf-8", "cache-control": "no-store" },
    });
  });
}
