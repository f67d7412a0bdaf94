import { readLink } from "../../../../readers.ts";
import { answerError, answerFrom, answerJson } from "../../../answer.ts";
import { linkDetailJson } from "../../link-json.ts";

export const dynamic = "force-dynamic";

/** One link with its ladder, certificates, raw facts by voice and newest transitions. 404 if there is no such link. */
export function GET(request: Request, { params }: { params: Promise<{ linkId: string }> }): Promise<Response> {
  return answerFrom(async () => {
    const { linkId } = await params;
    const snapshot = await readLink(linkId, new Date());
    if (snapshot === null)
      return answerError(404, `There is no link with the id ${linkId}; /api/v1/links names all of them`);
    return answerJson(request, linkDetailJson(snapshot));
  });
}
