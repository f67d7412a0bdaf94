// A row of sys.certificates as a fact: which use a link makes of it.
import type { z } from "zod";
import type { CertificateFacts } from "../../domain/sample.ts";
import type { certificateRow } from "./rows-shape.ts";

/** Certificate dates are UTC on every server: CREATE CERTIFICATE takes them so. */
export function certificateOf(
  row: z.infer<typeof certificateRow>,
  endpointCertificateId: number | null,
): CertificateFacts {
  const isSelfIssued = row.subject !== null && row.subject === row.issuer_name;
  const isAuthority = isSelfIssued && /\b(root|ca|pki|authority)\b|pki$/i.test(`${row.subject} ${row.name}`);
  const use =
    row.certificate_id === endpointCertificateId
      ? "endpoint"
      : row.pvt_key_encryption_type?.trim() !== "NA"
        ? "other"
        : isAuthority
          ? "root"
          : "trust";
  return {
    name: row.name,
    use,
    subject: row.subject,
    issuer: row.issuer_name,
    thumbprint: row.thumbprint ? Buffer.from(row.thumbprint).toString("hex").toUpperCase() : null,
    startsAt: row.start_date,
    expiresAt: row.expiry_date,
  };
}
