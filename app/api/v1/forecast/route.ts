import { readForecast } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";

export const dynamic = "force-dynamic";

/**
 * What seeds or waits to seed: {readAt, all, seedings, scorecard}. `all` is when the last of those that run is over; seedings by
 * even-chance finish. Null means not known, `finishMissing` says why.
 */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const { readAt, all, seedings, scorecard } = await readForecast(new Date());
    const linked = seedings.map((one) => ({ ...one, href: `/api/v1/links/${encodeURIComponent(one.linkId)}` }));
    return answerJson(request, { readAt, all, seedings: linked, scorecard });
  });
}
