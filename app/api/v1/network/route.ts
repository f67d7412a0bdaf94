import { askedPair } from "../../../network/asked-pair.ts";
import { readNetwork } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** Pairs with their newest network tests, worst first; of the one that ?server=…&instance=… names (else the worst) also ledger and scripts. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const asked = askedPair(Object.fromEntries(new URL(request.url).searchParams));
    return answerJson(request, await readNetwork(asked, new Date()));
  });
}
