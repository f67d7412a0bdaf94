import { readSynapse } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";
import { synapseLinkJson } from "../synapse-json.ts";

export const dynamic = "force-dynamic";

/** Every Azure Synapse Link, worst first: {readAt, links}. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const { readAt, links } = await readSynapse(new Date());
    return answerJson(request, { readAt, links: links.map(synapseLinkJson) });
  });
}
