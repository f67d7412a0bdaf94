import { z } from "zod";
import { verdicts } from "../../../../lib/domain/verdict.ts";
import { readDeadlines, readLinks } from "../../../readers.ts";
import { answerError, answerFrom, answerJson } from "../../answer.ts";
import { linkJson } from "../link-json.ts";

export const dynamic = "force-dynamic";

/** Of a link that came between the two readings. */
const noDeadlines = { cutover: null, log: [] };
const query = z.object({ verdict: z.enum(verdicts as [string, ...string[]]).optional() });

/** Every link, by name: {readAt, links}. `?verdict=problem` gives only those. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const asked = query.safeParse(Object.fromEntries(new URL(request.url).searchParams));
    if (!asked.success) return answerError(400, `verdict is one of ${verdicts.join(", ")}`);
    const now = new Date();
    const [links, deadlines] = await Promise.all([readLinks(now), readDeadlines()]);
    const wanted = links.filter((link) => asked.data.verdict === undefined || link.verdict === asked.data.verdict);
    return answerJson(request, {
      readAt: now.toISOString(),
      links: wanted
        .toSorted((a, b) => (a.name < b.name ? -1 : 1))
        .map((link) => linkJson(link, deadlines.get(link.linkId) ?? noDeadlines, now.getTime())),
    });
  });
}
