import { readCertificates } from "../../readers.ts";
import { answerFrom, answerJson } from "../answer.ts";

export const dynamic = "force-dynamic";

/** The page of certificates, for the open page itself; for machines there is /api/v1/certificates. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => answerJson(request, await readCertificates(new Date())));
}
