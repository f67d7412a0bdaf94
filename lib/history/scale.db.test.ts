// A thousand links: how long pages wait, and what a sample weighs on disk. Prints its numbers; the limits leave room for a busy machine.
import { expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import type { SourceIdentity } from "../domain/outcome.ts";
import { recordJudged } from "./judged.fixture.ts";
import { latestEstate } from "./latest-estate.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import { seriesLink, seriesMetrics } from "./series-link.ts";
import { answer, instanceSource, later, linkSample, partnerSource, sqlFacts, t0 } from "./told.fixture.ts";
import { keepUp } from "./upkeep.ts";

const history = await scratchHistory();
const estate = { isDemo: false, limits: defaultLimits };
const servers = 50;
const linksPerServer = 20;
const turns = 12;

const identities = Array.from({ length: servers }, (_, i): SourceIdentity[] => [
  { ...partnerSource, id: `sql:S${i}`, name: `S${i}` },
  { ...instanceSource, id: `mi:M${i}`, name: `M${i}` },
]).flat();

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

test("a thousand links are written and read quickly, and a sample stays small", { timeout: 300_000 }, async () => {
  await registerSources(history, identities, t0);
  const writing = performance.now();
  for (let turn = 0; turn < turns; turn++) {
    const at = later(turn * 15_000);
    const answers = answersAt(at, turn);
    for (let i = 0; i < answers.length; i += 20) await recordJudged(history, answers.slice(i, i + 20), at);
  }
  const seconds = (performance.now() - writing) / 1000;
  const now = later(turns * 15_000);
  const upkeep = await median(3, () => keepUp(history, now));
  const snapshot = await latestEstate(history, estate, now);
  expect(snapshot.links).toHaveLength(servers * linksPerServer);
  const read = await median(9, () => latestEstate(history, estate, now));
  const silent = await median(5, () => latestEstate(history, estate, later(3_600_000)));
  const linkId = snapshot.links[0]?.linkId as string;
  const chart = await median(9, () => seriesLink(history, linkId, "1h", seriesMetrics, now));
  const { rows } = await history.pool.query(
    "SELECT count(*)::int AS samples, (SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits WHERE inhparent = 'sample'::regclass)::float8 AS bytes FROM sample",
  );
  console.table({
    "source polls per second (20 links each)": Math.round((turns * identities.length) / seconds),
    "estate read, ms": Math.round(read),
    "estate read with everybody silent, ms": Math.round(silent),
    "chart read, ms": Math.round(chart),
    "upkeep, ms": Math.round(upkeep),
    "bytes per sample": Math.round(rows[0].bytes / rows[0].samples),
    "page, kB": Math.round(JSON.stringify(snapshot).length / 1000),
  });
  expect(read).toBeLessThan(400);
  expect(rows[0].bytes / rows[0].samples).toBeLessThan(160);
});
