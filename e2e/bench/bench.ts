// What Linkspan costs, on this machine, now: polls, disk, reads, pages, starts. Nothing here fails on a number.
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { openHistory } from "../../lib/history/pool.ts";
import { say } from "../../lib/launch/prepare.mjs";
import startServer from "../global-setup.ts";
import { createDatabase, type Lab, root, startLab, startProduct } from "../product.ts";
import { factOf, type Line, ms, short, tableOf } from "./figures.ts";
import { fillPast, freshen, fullHistoryBytes, linkIds, type Past, weighSamples } from "./history-sql.ts";
import { loadPages } from "./page-loads.ts";
import { beatSeconds, type Crowd, pollAtBeat, pollFlatOut } from "./polls.ts";
import { readHistory, readOverHttp } from "./reads.ts";
import { startAgain, workerToFirstPoll } from "./starts.ts";

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

interface Effort {
  /** Of 50 SQL Servers; the 500 have two each. */
  linksEach: number[];
  /** Without a pause. */
  pollSeconds: number;
  /** At the product's beat; 0: not at all. */
  beatSeconds: number;
  past: Past;
  reads: number;
  loads: number;
  starts: number;
}

const full: Effort = {
  linksEach: [2, 20],
  pollSeconds: 20,
  beatSeconds: 30,
  past: { rawMs: dayMs, fiveMinutesMs: 8 * dayMs, hoursMs: 30 * dayMs },
  reads: 60,
  loads: 5,
  starts: 3,
};
const quick: Effort = {
  linksEach: [2],
  pollSeconds: 3,
  beatSeconds: 0,
  past: { rawMs: hourMs, fiveMinutesMs: dayMs, hoursMs: 7 * dayMs },
  reads: 10,
  loads: 1,
  starts: 1,
};

type Add = (lines: Line[]) => void;

/** `only`: some of polls, reads, starts. Prints the table and writes it to .data/bench/latest.md. */
export async function bench({ isQuick, only }: { isQuick: boolean; only?: string[] | undefined }): Promise<void> {
  const effort = isQuick ? quick : full;
  const wants = (part: string) => only === undefined || only.includes(part);
  const started = performance.now();
  fs.mkdirSync(path.join(root, ".data/bench"), { recursive: true });
  const stopServer = await startServer();
  // The server has a process group of its own: nobody else would stop it.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const)
    process.once(signal, () => void stopServer().then(() => process.exit(1)));
  const lines: Line[] = [];
  const add: Add = (more) => {
    lines.push(...more);
    for (const { what, median, beside } of more) say(`${what}: ${[median, beside].filter(Boolean).join("; ")}`);
  };
  /** What cannot be measured is said, and does not cost the other figures. */
  async function attempt(part: string, work: () => Promise<void>): Promise<void> {
    await work().catch((error: Error) => {
      console.error(error);
      process.exitCode = 1;
      add([factOf(`${part}: not measured`, String(error.message.split("\n")[0]))]);
    });
  }
  if (wants("polls")) {
    for (const linksEach of effort.linksEach) {
      await attempt(`polls at 50 x ${linksEach}`, () =>
        withCrowd(50, linksEach, async (crowd) => add(await pollFlatOut(crowd, effort.pollSeconds))),
      );
    }
  }
  if (wants("polls") || wants("reads")) {
    await attempt("500 x 2", () =>
      withCrowd(500, 2, async (crowd) => {
        add(await pollFlatOut(crowd, effort.pollSeconds));
        if (wants("polls") && effort.beatSeconds > 0) add(await pollAtBeat(crowd, effort.beatSeconds));
        if (wants("reads")) await read(crowd, effort, add);
      }),
    );
  }
  if (wants("starts")) await attempt("starts", () => withLab("single", (lab) => start(lab, effort.starts, add)));
  await stopServer();
  const text = [heading(isQuick), "", tableOf(lines), ""].join("\n");
  console.log(`\n${text}`);
  fs.writeFileSync(path.join(root, ".data/bench/latest.md"), text);
  say(`.data/bench/latest.md is written; all of it took ${ms(performance.now() - started)}`);
}

async function read({ lab, databaseUrl }: Crowd, effort: Effort, add: Add): Promise<void> {
  const history = openHistory(databaseUrl);
  try {
    const filling = performance.now();
    await fillPast(history, effort.past, new Date());
    const weight = await weighSamples(history.pool);
    say(`${weight.samples.toLocaleString("en")} samples and their rollups in ${ms(performance.now() - filling)}`);
    const kept = fullHistoryBytes(weight, beatSeconds) / 1e9;
    const perSample = weight.sample + weight.fiveMinutes * rawShare + (weight.hour * rawShare) / 12;
    add([
      factOf(
        "bytes on disk of a sample (one voice of one link), index included",
        `**${short(weight.sample)}**, with its part of the rollups ${short(perSample)}; a row of 5 min ${short(weight.fiveMinutes)}, of an hour ${short(weight.hour)}, of the poll log ${short(weight.poll)}`,
      ),
      factOf(
        `disk for ${weight.voices.toLocaleString("en")} voices at a ${beatSeconds} s beat and full retention`,
        `${short(kept)} GB, reckoned from the line above`,
      ),
    ]);
    add(await readHistory(history, effort.reads));
    const product = await startProduct(lab, { poller: "off", databaseUrl });
    try {
      add(await readOverHttp(history, product.url, effort.reads));
      await freshen(history.pool);
      const link = encodeURIComponent((await linkIds(history.pool))[0] ?? "");
      add(
        await loadPages(
          [
            ["/", `${product.url}/`],
            ["/links/x", `${product.url}/links/${link}`],
          ],
          effort.loads,
        ),
      );
    } finally {
      await product.stop();
    }
  } finally {
    await history.close();
  }
}

async function start(lab: Lab, times: number, add: Add): Promise<void> {
  add(await startAgain(lab, times));
  add(await workerToFirstPoll(lab, times));
}

/** Rows of five minutes for one sample at the product's beat. */
const rawShare = beatSeconds / 300;

async function withCrowd(servers: number, linksEach: number, work: (crowd: Crowd) => Promise<void>): Promise<void> {
  const instances = Math.ceil(servers / 10);
  const links = (servers * linksEach).toLocaleString("en");
  const name = `${servers} SQL Servers, ${instances} managed instances, ${links} links`;
  await withLab(`crowd:${servers}x${linksEach}`, async (lab) =>
    work({ name, lab, databaseUrl: await createDatabase() }),
  );
}

async function withLab(scenario: string, work: (lab: Lab) => Promise<void>): Promise<void> {
  say(`the lab: ${scenario}`);
  const lab = await startLab(scenario);
  try {
    await work(lab);
  } finally {
    await lab.stop();
  }
}

function heading(isQuick: boolean): string {
  const cpus = os.cpus();
  const machine = `${cpus.length} × ${cpus[0]?.model.trim()}, ${Math.round(os.totalmem() / 1e9)} GB, ${os.type()} ${os.release()}`;
  const load = os.loadavg()[0]?.toFixed(1);
  return `Measured ${new Date().toISOString().slice(0, 10)} on ${machine}, Node ${process.versions.node}${isQuick ? ", quick" : ""}; lab, Linkspan and Postgres on the same cores, load ${load} at the end.`;
}
