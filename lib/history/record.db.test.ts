// Writing down: all or nothing, once, and every link found again.
import { beforeEach, describe, expect, test } from "vitest";
import { defaultLimits } from "../domain/limits.ts";
import { judgeAt, recordJudged } from "./judged.fixture.ts";
import { latestEstate } from "./latest-estate.ts";
import { latestLink } from "./latest-link.ts";
import { ensurePartitionsAhead } from "./partitions.ts";
import { registerSources } from "./register-sources.ts";
import { scratchHistory } from "./scratch-history.fixture.ts";
import {
  answer,
  armSource,
  failed,
  instanceSource,
  keyOf,
  later,
  linkSample,
  partnerSource,
  sqlFacts,
  t0,
} from "./told.fixture.ts";

const history = await scratchHistory();
const estate = { isDemo: false, limits: defaultLimits };

async function count(table: string): Promise<number> {
  return (await history.pool.query(`SELECT count(*)::int AS n FROM ${table}`)).rows[0].n;
}

const links = async () => (await history.pool.query("SELECT * FROM link ORDER BY no")).rows;

beforeEach(async () => {
  await history.pool.query("TRUNCATE source, link, latest_instance, poll, sample CASCADE");
  await ensurePartitionsAhead(history, t0);
  await registerSources(history, [partnerSource, instanceSource, armSource], t0);
});

test("an answer becomes a link, its assessment, its transitions, its numbers, and the state of its source", async () => {
  const facts = sqlFacts({ numbers: { logSendQueueKb: 512 } });
  const { transitions } = await recordJudged(history, [answer(t0, [linkSample(t0, { facts })])], later(20));
  expect(transitions.map((transition) => transition.subject)).toContain("health.partner");
  expect(transitions.every((transition) => transition.isFirst)).toBe(true);
  const link = await latestLink(history, "erp-hamburg-1f2e3d", estate, later(1000));
  expect(link?.link.seenBy).toEqual(["partner"]);
  expect(link?.link.observedAt).toEqual({ partner: t0.toISOString(), instance: null, arm: null });
  expect(link?.link.sourceIds).toEqual({ partner: "sql:SQLHAM01", instance: "mi:mi-erp", arm: "arm:mi-erp" });
  expect(link?.assessment.numbers.logSendQueueKb?.value).toBe(512);
  expect(link?.transitions).toEqual([]);
  expect(link?.sources.find((source) => source.id === "sql:SQLHAM01")).toMatchObject({
    verdict: "ok",
    clockSkewMs: 12,
    linkCount: 1,
  });
  expect((await history.pool.query("SELECT log_send_queue_kb FROM sample")).rows).toEqual([{ log_send_queue_kb: 512 }]);
});

test("a finding's evidence stands on the link's page and not in the table's row", async () => {
  const both = [partnerSource, instanceSource].map((source) => answer(t0, [linkSample(t0, { source })], source));
  await recordJudged(history, both, t0);
  const page = await latestLink(history, "erp-hamburg-1f2e3d", estate, t0);
  expect(page?.assessment.findings.find(({ key }) => key === "split-brain")).toMatchObject({
    evidence: [
      { fact: "role_desc", value: "PRIMARY", vantage: "partner" },
      { fact: "role_desc", value: "PRIMARY", vantage: "instance" },
    ],
  });
  const [row] = (await latestEstate(history, estate, t0)).links;
  expect(row?.findings.map(({ key }) => key)).toContain("split-brain");
  for (const finding of row?.findings ?? []) expect(finding).not.toHaveProperty("evidence");
});

test("the same batch again changes nothing but the age", async () => {
  const batch = [answer(t0, [linkSample(t0)])];
  await recordJudged(history, batch, later(20));
  const before = [await count("transition"), await count("sample"), await count("poll"), await count("link")];
  await recordJudged(history, batch, later(40));
  expect([await count("transition"), await count("sample"), await count("poll"), await count("link")]).toEqual(before);
});

test("when judging throws, nothing of the batch is written", async () => {
  const judge = () => {
    throw new Error("a rule is broken");
  };
  await expect(recordJudged(history, [answer(t0, [linkSample(t0)])], t0, judge)).rejects.toThrow("a rule is broken");
  expect([await count("link"), await count("poll"), await count("latest_sample")]).toEqual([0, 0, 0]);
  expect(
    (await history.pool.query("SELECT last_asked_at FROM source WHERE id = 'sql:SQLHAM01'")).rows[0].last_asked_at,
  ).toBeNull();
});

test("a source that fails has its links judged again, with their last facts and the old time", async () => {
  await recordJudged(history, [answer(t0, [linkSample(t0)])], t0);
  for (let n = 1; n <= 6; n++) await recordJudged(history, [failed(later(n * 15_000))], later(n * 15_000));
  const link = await latestLink(history, "erp-hamburg-1f2e3d", estate, later(90_000));
  expect(link?.link.verdict).toBe("unknown");
  expect(link?.link.observedAt.partner).toBe(t0.toISOString());
  const source = link?.sources.find(({ id }) => id === "sql:SQLHAM01");
  expect(source).toMatchObject({ consecutiveFailures: 6, failingSince: later(15_000).toISOString() });
  expect(source?.backoffUntil).toBe(later(105_000).toISOString());
});

test("an older answer never replaces a newer one", async () => {
  await recordJudged(history, [answer(later(60_000), [linkSample(later(60_000))])], later(60_000));
  await recordJudged(history, [answer(t0, [linkSample(t0)])], later(61_000));
  expect((await history.pool.query("SELECT observed_at FROM latest_sample")).rows).toEqual([
    { observed_at: later(60_000) },
  ]);
  const { rows } = await history.pool.query("SELECT last_asked_at FROM source WHERE id = 'sql:SQLHAM01'");
  expect(rows).toEqual([{ last_asked_at: later(60_000) }]);
});

test("times of the past get their partitions as they come", async () => {
  const past = new Date("2026-09-01T00:00:00.000Z");
  await recordJudged(history, [answer(past, [linkSample(past)])], past);
  expect(await count("sample_20260901")).toBe(1);
});

describe("finding a link", () => {
  test("both sides and Azure speak of one link when the id is the same", async () => {
    const id = keyOf().distributedAvailabilityGroupId as string;
    await recordJudged(history, [answer(t0, [linkSample(t0, { key: { instanceName: null } })])], t0);
    const key = { partnerName: null, name: "erp hamburg", distributedAvailabilityGroupId: id.toUpperCase() };
    await recordJudged(history, [answer(t0, [linkSample(t0, { source: instanceSource, key })], instanceSource)], t0);
    expect(await links()).toMatchObject([
      { name: "ERP Hamburg", partner_source_id: "sql:SQLHAM01", instance_source_id: "mi:mi-erp" },
    ]);
  });

  test("a link known without its id is given it, and keeps its address", async () => {
    await recordJudged(history, [answer(t0, [linkSample(t0, { key: { distributedAvailabilityGroupId: null } })])], t0);
    const [before] = await links();
    await recordJudged(history, [answer(t0, [linkSample(t0, { source: instanceSource })], instanceSource)], t0);
    expect(await links()).toMatchObject([
      { id: before.id, distributed_availability_group_id: keyOf().distributedAvailabilityGroupId },
    ]);
  });

  test("the same name on another managed instance is another link", async () => {
    const other = { distributedAvailabilityGroupId: null, instanceName: "mi-other" };
    await recordJudged(history, [answer(t0, [linkSample(t0, { key: { distributedAvailabilityGroupId: null } })])], t0);
    await recordJudged(history, [answer(t0, [linkSample(t0, { key: other })])], t0);
    expect(await links()).toHaveLength(2);
  });

  test("a link dropped and made anew is a new link", async () => {
    await recordJudged(history, [answer(t0, [linkSample(t0)])], t0);
    const anew = { distributedAvailabilityGroupId: "aaaaaaaa-0000-0000-0000-000000000002" };
    await recordJudged(history, [answer(later(15_000), [linkSample(later(15_000), { key: anew })])], later(15_000));
    expect((await links()).map((link) => link.id)).toEqual(["erp-hamburg-1f2e3d", "erp-hamburg-aaaaaa"]);
  });

  test("many workers that meet the same new links at once make each link once, and none waits for ever", async () => {
    const names = Array.from({ length: 12 }, (_, i) => ({
      name: `L${i}`,
      distributedAvailabilityGroupId: `${i + 10}aaaaaa-0000`,
    }));
    const speak = (source: typeof partnerSource, order: typeof names) =>
      recordJudged(
        history,
        [
          answer(
            t0,
            order.map((key) => linkSample(t0, { source, key })),
            source,
          ),
        ],
        t0,
      );
    for (let round = 0; round < 5; round++) {
      await Promise.all([
        speak(partnerSource, names),
        speak(instanceSource, names.toReversed()),
        speak(partnerSource, names),
      ]);
    }
    expect(await links()).toHaveLength(12);
    expect(await count("latest_sample")).toBe(24);
  });
});

test("hostile names are kept as they are, but for NUL", async () => {
  const names = [
    "'; DROP TABLE link; --",
    '{"a","b\\"}',
    "NULL",
    "a\\b\nc",
    "数据 🚢 ".repeat(20),
    "<script>",
    "\u0000nul",
    "\ud800",
  ];
  const samples = names.map((name, i) => {
    const facts = { ...sqlFacts({ numbers: { databaseName: name } }), name };
    return linkSample(t0, { facts, key: { name, distributedAvailabilityGroupId: `${i}${i}${i}${i}${i}${i}ff-0000` } });
  });
  await recordJudged(
    history,
    [answer(t0, samples), { ...failed(t0, "denied", armSource), message: "no\u0000", code: "\u0000" }],
    t0,
  );
  const rows = await links();
  expect(rows.map((row) => row.name)).toEqual([...names.slice(0, 6), "\ufffdnul", "\ufffd"]);
  for (const row of rows) expect((await latestLink(history, row.id, estate, t0))?.link.linkId).toBe(row.id);
});

test("the number of statements does not grow with the links", async () => {
  const statements = async (links: number) => {
    const client = await history.pool.connect();
    let n = 0;
    const query = client.query.bind(client);
    client.query = ((...args: Parameters<typeof query>) => {
      n++;
      return query(...args);
    }) as typeof client.query;
    const counted = { ...history, pool: Object.assign(Object.create(history.pool), { connect: async () => client }) };
    const keys = Array.from({ length: links }, (_, i) => ({
      name: `N${links}-${i}`,
      distributedAvailabilityGroupId: `${links}-${i}`,
    }));
    await recordJudged(
      counted,
      [
        answer(
          t0,
          keys.map((key) => linkSample(t0, { key })),
        ),
      ],
      t0,
      judgeAt(t0),
    );
    client.query = query;
    return n;
  };
  expect(await statements(3)).toBe(await statements(200));
});

test("nor does that of the estate's reading", async () => {
  let n = 0;
  const query = (...args: Parameters<typeof history.pool.query>) => {
    n++;
    return history.pool.query(...args);
  };
  const counted = { ...history, pool: Object.assign(Object.create(history.pool), { query }) };
  const reading = async (links: number) => {
    n = 0;
    const samples = Array.from({ length: links }, (_, i) =>
      linkSample(t0, { key: { name: `R${i}`, distributedAvailabilityGroupId: `r${i}` } }),
    );
    await recordJudged(history, [answer(t0, samples)], t0);
    expect((await latestEstate(counted, estate, t0)).links).toHaveLength(links);
    return n;
  };
  expect([await reading(3), await reading(200)]).toEqual([4, 4]);
});
