import { readEstate } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** The estate as its page shows it. Its shape follows the page; for machines there is /api/v1/links. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => answerJson(request, await readEstate(new Date())));
}
