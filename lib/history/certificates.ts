// Reads every certificate the links stand on, as one inventory.
import type { CertificateState } from "../domain/assessment.ts";
import {
  type CertificateEntry,
  type CertificateServer,
  inventory,
  type LinkCertificates,
} from "../domain/certificate-inventory.ts";
import type { Limits } from "../domain/limits.ts";
import { reviveDates } from "../domain/revive.ts";
import type { Plain } from "../domain/snapshot.ts";
import type { History } from "./pool.ts";

/** Three statements, however many links. The links' assessments already tell their certificates; here they are brought together. */
export async function latestCertificates(history: History, limits: Limits, now: Date): Promise<CertificateEntry[]> {
  const [links, servers, notes] = await Promise.all([
    readLinks(history),
    readServers(history),
    history.prisma.certificateNote.findMany(),
  ]);
  return inventory(links, servers, notes, limits, now);
}

/** What an assessment stored by an older version does not tell. */
const untold = { subject: null, issuer: null, startsAt: null, match: null, note: null };
type Later = keyof typeof untold | "of" | "voices" | "thumbprintSince" | "thumbprintAt";
type Stored = Partial<CertificateState> & Omit<CertificateState, Later>;

/** Links of the same servers and sources tell the same certificates, so that of a thousand only a few are unpacked. */
async function readLinks(history: History): Promise<LinkCertificates[]> {
  const { rows } = await history.pool.query<{
    links: LinkCertificates["links"];
    certificates: Plain<Stored>[] | null;
  }>(
    `SELECT links, depth->'certificates' AS certificates
     FROM (SELECT (array_agg(link.no ORDER BY assessed_at DESC))[1] AS newest,
             json_agg(json_build_object('linkId', link.id, 'name', link.name)) AS links
           FROM link JOIN assessment ON assessment.link_no = link.no
           WHERE phase <> 'removed'
           GROUP BY partner_source_id, instance_source_id, arm_source_id, partner_name, instance_name) AS told
       JOIN assessment ON link_no = newest
     ORDER BY newest`,
  );
  return rows.map(({ links, certificates }) => ({
    links,
    certificates: reviveDates<Stored[]>(certificates ?? []).map((one) => ({
      ...untold,
      of: one.usedBy,
      voices: [{ vantage: one.vantage, at: one.at }],
      thumbprintSince: one.at,
      thumbprintAt: one.at,
      ...one,
    })),
  }));
}

/** By estate name; T-SQL tells the endpoint, ARM the address in Azure. */
async function readServers(history: History): Promise<CertificateServer[]> {
  const { rows } = await history.pool.query<{
    name: string;
    endpoint: CertificateServer["endpoint"];
    armId: string | null;
  }>(
    `SELECT source.name, facts->'endpoint' AS endpoint, facts->>'armId' AS "armId"
     FROM source JOIN latest_instance ON source_id = source.id
     WHERE is_active AND (kind = 'arm' OR kind = 'sqlserver' AND side = 'partner')`,
  );
  return rows.map(({ name, endpoint, armId }) => ({
    name,
    endpoint: endpoint && { name: endpoint.name, connectionAuthDesc: endpoint.connectionAuthDesc },
    resourceGroup: armId?.match(/\/resourceGroups\/([^/]+)/i)?.[1] ?? null,
  }));
}
