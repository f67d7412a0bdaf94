import { createHash } from "node:crypto";
import { calendarText } from "../../../lib/format/calendar.ts";
import { certificateDays } from "../../../lib/format/certificate-days.ts";
import { latestCertificates } from "../../../lib/history/certificates.ts";
import { pageHouse } from "../../../lib/house.ts";
import { answerFrom } from "../../api/answer.ts";

export const dynamic = "force-dynamic";

/** The expiry of every certificate that people renew, for calendar programs to subscribe to. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const { history, estate, clock } = pageHouse();
    const entries = await latestCertificates(history, estate.limits, clock());
    const text = calendarText("Certificates, Linkspan", certificateDays(entries, pageAddress(request)));
    const etag = `"${createHash("sha256").update(text).digest("base64url").slice(0, 27)}"`;
    const headers = { "cache-control": "private, no-cache", etag };
    if (request.headers.get("if-none-match") === etag) return new Response(null, { status: 304, headers });
    return new Response(text, {
      headers: {
        ...headers,
        "content-type": "text/calendar; charset=utf-8",
        "content-disposition": 'inline; filename="certificates.ics"',
      },
    });
  });
}

/** As the caller reached us, through a proxy or not. */
function pageAddress(request: Request): string {
  const told = request.headers.get("x-forwarded-host") ?? request.headers.get("host") ?? "";
  const host = /^[\w.[\]:-]+$/.test(told) ? told : new URL(request.url).host;
  const scheme = request.headers.get("x-forwarded-proto") === "https" ? "https" : "http";
  return `${scheme}://${host}/certificates`;
}
