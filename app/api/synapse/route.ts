import { readSynapse } from "../../readers.ts";
import { answerFrom, answerJson } from "../answer.ts";

export const dynamic = "force-dynamic";

/** Synapse Links as their page shows them; for machines there is /api/v1/synapse. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => answerJson(request, await readSynapse(new Date())));
}
