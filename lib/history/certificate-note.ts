// Writes down who renews a certificate.
import type { CertificateNote } from "../domain/certificate-inventory.ts";
import type { History } from "./pool.ts";

/** An empty text takes the note away. */
export async function writeCertificateNote({ prisma }: History, { key, ...note }: CertificateNote): Promise<void> {
  if (note.text === "") await prisma.certificateNote.deleteMany({ where: { key } });
  else await prisma.certificateNote.upsert({ where: { key }, create: { key, ...note }, update: note });
}
