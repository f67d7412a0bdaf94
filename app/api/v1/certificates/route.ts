import type { CertificateEntry } from "../../../../lib/domain/certificate-inventory.ts";
import type { Plain } from "../../../../lib/domain/snapshot.ts";
import { readCertificates } from "../../../readers.ts";
import { answerFrom, answerJson } from "../../answer.ts";

export const dynamic = "force-dynamic";

/** Every certificate the links stand on: {readAt, certificates}; unknown expiry first, then the earliest. Null means not known. */
export function GET(request: Request): Promise<Response> {
  return answerFrom(async () => {
    const { readAt, certificates } = await readCertificates(new Date());
    return answerJson(request, { readAt, certificates: certificates.map(certificateJson) });
  });
}

function certificateJson(entry: Plain<CertificateEntry>) {
  return {
    name: entry.name,
    kind: entry.kind,
    servers: entry.servers.map((server) => server.name),
    thumbprint: entry.thumbprint,
    subject: entry.subject,
    issuer: entry.issuer,
    startsAt: entry.startsAt,
    expiresAt: entry.expiresAt,
    daysLeft: entry.daysLeft,
    verdict: entry.verdict,
    reason: entry.reason,
    renewedBy: entry.renewedBy,
    note: entry.note && { text: entry.note.text, changedAt: entry.note.changedAt },
    links: entry.links.map(({ linkId, name }) => ({
      id: linkId,
      name,
      href: `/api/v1/links/${encodeURIComponent(linkId)}`,
    })),
    copies: entry.copies.map(({ server, name, thumbprint, expiresAt, match }) => ({
      server,
      name,
      thumbprint,
      expiresAt,
      match,
    })),
    voices: entry.voices,
    remarks: entry.remarks,
  };
}
