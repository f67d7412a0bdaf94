import { readEstateHealth } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** Every source with its last outcome, lateness and cost; and when a poller was last seen. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => answerJson(request, await readEstateHealth(new Date())));
}
