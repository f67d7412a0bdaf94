// Finds the link each sample speaks of, or makes it: by the distributed AG's id first, else by name and what is known of the two sides.
import { createHash } from "node:crypto";
import type pg from "pg";
import { linkSlug } from "../domain/link-slug.ts";
import type { LinkKey, LinkSample } from "../domain/sample.ts";
import { type Vantage, vantages } from "../domain/vantage.ts";
import { keepable, keepableOrNull } from "./text.ts";

/** Links are made one worker at a time; everything else about them runs side by side. */
const makingLock = 5_118_027;

export interface LinkIdentity {
  /** Null until it is written. */
  no: number | null;
  id: string;
  distributedAvailabilityGroupId: string | null;
  name: string;
  partnerName: string | null;
  instanceName: string | null;
  partnerSourceId: string | null;
  instanceSourceId: string | null;
  armSourceId: string | null;
}

/** Which source stands for a vantage, by its lower-case name in the estate. */
type SourceNames = Map<string, string>;

const sourceColumn = {
  partner: "partnerSourceId",
  instance: "instanceSourceId",
  arm: "armSourceId",
} as const satisfies Record<Vantage, keyof LinkIdentity>;

/**
 * The row number of the link of each sample; makes and completes links as needed. On return every link that `sourceIds` speak for
 * is locked until the transaction ends, in one order for all workers, so that two of them never wait for each other.
 */
export async function findLinks(
  client: pg.PoolClient,
  sourceIds: readonly string[],
  samples: readonly LinkSample[],
  now: Date,
): Promise<Map<LinkSample, number>> {
  let match = await matchLinks(client, samples);
  if (match.changed.length > 0) {
    // Look again behind the lock: what is missing may have been made meanwhile.
    await client.query("SELECT pg_advisory_xact_lock($1)", [makingLock]);
    match = await matchLinks(client, samples);
  }
  await client.query(
    `SELECT no FROM link
     WHERE partner_source_id = ANY($1) OR instance_source_id = ANY($1) OR arm_source_id = ANY($1) OR no = ANY($2)
     ORDER BY no FOR UPDATE`,
    [sourceIds, [...match.links.values()].map((link) => link.no)],
  );
  await insertLinks(
    client,
    match.changed.filter((link) => link.no === null),
    now,
  );
  await updateLinks(
    client,
    match.changed.filter((link) => link.no !== null),
  );
  return new Map([...match.links].map(([sample, link]) => [sample, link.no as number]));
}

async function matchLinks(client: pg.PoolClient, samples: readonly LinkSample[]) {
  const known = new KnownLinks(
    await readLinks(
      client,
      samples.map((sample) => sample.key),
    ),
  );
  const names = await readSourceNames(client);
  const links = new Map<LinkSample, LinkIdentity>();
  const changed = new Set<LinkIdentity>();
  for (const sample of samples) {
    const key = cleanKey(sample.key);
    let link = known.choose(key, sample);
    if (!link) {
      link = { ...key, no: null, id: "", partnerSourceId: null, instanceSourceId: null, armSourceId: null };
      known.add(link);
    }
    if (complete(link, key, sample, names) || link.no === null) changed.add(link);
    known.add(link);
    links.set(sample, link);
  }
  return { links, changed: [...changed] };
}

class KnownLinks {
  private readonly byId = new Map<string, LinkIdentity>();
  private readonly byName = new Map<string, Set<LinkIdentity>>();

  constructor(links: LinkIdentity[]) {
    for (const link of links) this.add(link);
  }

  add(link: LinkIdentity): void {
    if (link.distributedAvailabilityGroupId) this.byId.set(link.distributedAvailabilityGroupId, link);
    const name = link.name.toLowerCase();
    this.byName.set(name, (this.byName.get(name) ?? new Set()).add(link));
  }

  /** By id; else the links of that name that do not contradict the key, the one this source already speaks for first. */
  choose(key: LinkKey, { sourceId, vantage }: LinkSample): LinkIdentity | undefined {
    const dagId = key.distributedAvailabilityGroupId;
    const sameId = dagId && this.byId.get(dagId);
    if (sameId) return sameId;
    const candidates = [...(this.byName.get(key.name.toLowerCase()) ?? [])].filter(
      (link) =>
        (dagId === null || link.distributedAvailabilityGroupId === null) &&
        agree(link.instanceName, key.instanceName) &&
        agree(link.partnerName, key.partnerName) &&
        agree(link[sourceColumn[vantage]], sourceId),
    );
    return candidates.find((link) => link[sourceColumn[vantage]] === sourceId) ?? candidates[0];
  }
}

/** Adds what the sample knows more than the link; true if it did. A source that speaks now outranks one that was only named. */
function complete(link: LinkIdentity, key: LinkKey, sample: LinkSample, names: SourceNames): boolean {
  const before = JSON.stringify(link);
  link.distributedAvailabilityGroupId ??= key.distributedAvailabilityGroupId;
  link.partnerName ??= key.partnerName;
  link.instanceName ??= key.instanceName;
  link[sourceColumn[sample.vantage]] = sample.sourceId;
  for (const vantage of vantages) {
    const name = vantage === "partner" ? link.partnerName : link.instanceName;
    link[sourceColumn[vantage]] ??= (name && names.get(`${vantage}:${name.toLowerCase()}`)) || null;
  }
  return JSON.stringify(link) !== before;
}

async function readLinks(client: pg.PoolClient, keys: LinkKey[]): Promise<LinkIdentity[]> {
  const { rows } = await client.query<LinkIdentity>(
    `SELECT no, id, distributed_availability_group_id AS "distributedAvailabilityGroupId", name, partner_name AS "partnerName",
            instance_name AS "instanceName", partner_source_id AS "partnerSourceId",
            instance_source_id AS "instanceSourceId", arm_source_id AS "armSourceId"
     FROM link WHERE distributed_availability_group_id = ANY($1) OR lower(name) = ANY($2) ORDER BY no`,
    [
      keys.map((key) => key.distributedAvailabilityGroupId?.toLowerCase()),
      keys.map((key) => keepable(key.name).toLowerCase()),
    ],
  );
  return rows;
}

async function readSourceNames(client: pg.PoolClient): Promise<SourceNames> {
  const { rows } = await client.query<{ id: string; vantage: Vantage; name: string }>(
    "SELECT id, CASE kind WHEN 'arm' THEN 'arm' ELSE side END AS vantage, lower(name) AS name FROM source WHERE is_active AND kind <> 'synapse'",
  );
  return new Map(rows.map((row) => [`${row.vantage}:${row.name}`, row.id]));
}

async function insertLinks(client: pg.PoolClient, links: LinkIdentity[], now: Date): Promise<void> {
  if (links.length === 0) return;
  const { rows: taken } = await client.query<{ id: string }>("SELECT id FROM link");
  const ids = new Set(taken.map((row) => row.id));
  for (const link of links) {
    const slug = linkSlug(link.name, link.distributedAvailabilityGroupId ?? hashOf(link));
    link.id = slug;
    for (let n = 2; ids.has(link.id); n++) link.id = `${slug}-${n}`;
    ids.add(link.id);
  }
  const { rows } = await client.query<{ no: number; id: string }>(
    `INSERT INTO link (id, distributed_availability_group_id, name, partner_name, instance_name,
                       partner_source_id, instance_source_id, arm_source_id, first_seen_at)
     SELECT *, $9::timestamptz FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
     RETURNING no, id`,
    [...columnsOf(links), now],
  );
  const numbers = new Map(rows.map((row) => [row.id, row.no]));
  for (const link of links) link.no = numbers.get(link.id) ?? null;
}

async function updateLinks(client: pg.PoolClient, links: LinkIdentity[]): Promise<void> {
  if (links.length === 0) return;
  await client.query(
    `UPDATE link SET distributed_availability_group_id = new.dag_id, name = new.name, partner_name = new.partner_name,
       instance_name = new.instance_name, partner_source_id = new.partner_source_id,
       instance_source_id = new.instance_source_id, arm_source_id = new.arm_source_id
     FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
       AS new (id, dag_id, name, partner_name, instance_name, partner_source_id, instance_source_id, arm_source_id)
     WHERE link.id = new.id`,
    columnsOf(links),
  );
}

function hashOf({ name, partnerName, instanceName }: LinkIdentity): string {
  return createHash("sha256")
    .update(JSON.stringify([name, partnerName, instanceName]))
    .digest("hex");
}

function columnsOf(links: LinkIdentity[]) {
  return [
    links.map((link) => link.id),
    links.map((link) => link.distributedAvailabilityGroupId),
    links.map((link) => link.name),
    links.map((link) => link.partnerName),
    links.map((link) => link.instanceName),
    links.map((link) => link.partnerSourceId),
    links.map((link) => link.instanceSourceId),
    links.map((link) => link.armSourceId),
  ];
}

function cleanKey(key: LinkKey): LinkKey {
  return {
    distributedAvailabilityGroupId: key.distributedAvailabilityGroupId?.toLowerCase() ?? null,
    name: keepable(key.name),
    partnerName: keepableOrNull(key.partnerName),
    instanceName: keepableOrNull(key.instanceName),
  };
}

/** Not known never contradicts; SQL Server compares these names without regard to case. */
function agree(a: string | null, b: string | null): boolean {
  return a === null || b === null || a.toLowerCase() === b.toLowerCase();
}
