// A thousand links in the history: how long writing and reading take, and what a sample weighs on disk.
import { defaultLimits } from "../../lib/domain/limits.ts";
import type { SourceIdentity } from "../../lib/domain/outcome.ts";
import { recordJudged } from "../../lib/history/judged.fixture.ts";
import { latestEstate } from "../../lib/history/latest-estate.ts";
import type { History } from "../../lib/history/pool.ts";
import { registerSources } from "../../lib/history/register-sources.ts";
import { seriesLink, seriesMetrics } from "../../lib/history/series-link.ts";
import {
  answer,
  instanceSource,
  later,
  linkSample,
  partnerSource,
  sqlFacts,
  t0,
} from "../../lib/history/told.fixture.ts";
import { keepUp } from "../../lib/history/upkeep.ts";

const servers = 50;
const linksPerServer = 20;
const turns = 12;
/** Sources whose answers are written in one transaction. */
const batch = 20;

export interface Scale {
  links: number;
  /** Of 20 links each. */
  sourcePollsPerSecond: number;
  /** One batch of one source with 20 links, median. */
  recordOneMs: number;
  estateReadMs: number;
  /** As above in processor time of this process, without waiting for Postgres. */
  estateReadCpuMs: number;
  /** As above when nobody was asked for an hour. */
  silentReadMs: number;
  chartReadMs: number;
  upkeepMs: number;
  bytesPerSample: number;
  /** The estate's reading as JSON. */
  estateBytes: number;
}

const identities = Array.from({ length: servers }, (_, i): SourceIdentity[] => [
  { ...partnerSource, id: `sql:S${i}`, name: `S${i}` },
  { ...instanceSource, id: `mi:M${i}`, name: `M${i}` },
]).flat();

/** `history`: migrated and empty. Takes about a minute. */
export async function measureScale(history: History): Promise<Scale> {
  const estate = { isDemo: false, limits: defaultLimits };
  await registerSources(history, identities, t0);
  const writing = performance.now();
  for (let turn = 0; turn < turns; turn++) {
    const at = later(turn * 15_000);
    const answers = answersAt(at, turn);
    for (let i = 0; i < answers.length; i += batch) await recordJudged(history, answers.slice(i, i + batch), at);
  }
  const seconds = (performance.now() - writing) / 1000;
  let at = turns * 15_000;
  const recordOneMs = await median(15, () => {
    at += 1000;
    return recordJudged(history, answersAt(later(at), turns).slice(0, 1), later(at));
  });
  const now = later(at);
  const upkeepMs = await median(3, () => keepUp(history, now));
  const snapshot = await latestEstate(history, estate, now);
  const cpu = process.cpuUsage();
  const reads = 9;
  const estateReadMs = await median(reads, () => latestEstate(history, estate, now));
  const { user, system } = process.cpuUsage(cpu);
  const silentReadMs = await median(5, () => latestEstate(history, estate, later(3_600_000)));
  const linkId = snapshot.links[0]?.linkId as string;
  const chartReadMs = await median(9, () => seriesLink(history, linkId, "1h", seriesMetrics, now));
  const { rows } = await history.pool.query<{ samples: number; bytes: number }>(
    `SELECT count(*)::int AS samples, (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'sample'::regclass)::float8 AS bytes
     FROM sample`,
  );
  const { samples, bytes } = rows[0] as { samples: number; bytes: number };
  return {
    links: snapshot.links.length,
    sourcePollsPerSecond: (turns * identities.length) / seconds,
    recordOneMs,
    estateReadMs,
    estateReadCpuMs: (user + system) / 1000 / reads,
    silentReadMs,
    chartReadMs,
    upkeepMs,
    bytesPerSample: bytes / samples,
    estateBytes: JSON.stringify(snapshot).length,
  };
}

function answersAt(at: Date, turn: number) {
  return identities.map((source, i) => {
    const server = i >> 1;
    const samples = Array.from({ length: linksPerServer }, (_, n) =>
      linkSample(at, {
        source,
        facts: sqlFacts({
          numbers: { logSendQueueKb: turn * 10 + n, redoQueueKb: n, logSendRateKbPerSecond: 5, redoRateKbPerSecond: 5 },
        }),
        key: {
          name: `Link ${server}-${n}`,
          distributedAvailabilityGroupId: `${server}-${n}`,
          partnerName: `S${server}`,
          instanceName: `M${server}`,
        },
      }),
    );
    return answer(at, samples, source);
  });
}

async function median(times: number, work: () => Promise<unknown>): Promise<number> {
  const took: number[] = [];
  for (let i = 0; i < times; i++) {
    const started = performance.now();
    await work();
    took.push(performance.now() - started);
  }
  return took.sort((a, b) => a - b)[times >> 1] as number;
}
