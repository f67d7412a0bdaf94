// What a certificate blob of ARM says: dates and names from the DER, for neither list tells an expiry.
import { X509Certificate } from "node:crypto";
import type { CertificateFacts } from "../../domain/sample.ts";

/** `publicBlob`: hex of the DER, with or without 0x. Null if it is no certificate. Names are in the order SQL Server writes them. */
export function readCertificate(
  publicBlob: string,
  name: string | null,
  use: CertificateFacts["use"],
): CertificateFacts | null {
  const hex = publicBlob.trim().replace(/^0x/i, "");
  if (hex === "" || hex.length % 2 !== 0 || !/^[0-9a-f]+$/i.test(hex)) return null;
  try {
    const certificate = new X509Certificate(Buffer.from(hex, "hex"));
    const subject = distinguishedName(certificate.subject);
    return {
      name: name ?? subject ?? "",
      use,
      subject,
      issuer: distinguishedName(certificate.issuer),
      thumbprint: certificate.fingerprint.replaceAll(":", ""),
      startsAt: new Date(certificate.validFrom),
      expiresAt: new Date(certificate.validTo),
    };
  } catch {
    return null;
  }
}

/** Node prints one part a line. */
function distinguishedName(lines: string | undefined): string | null {
  return lines ? lines.split("\n").reverse().join(", ") : null;
}
