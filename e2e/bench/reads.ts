// Reading a thousand links with 30 days behind them: the readers themselves, and the production server over HTTP.
import http from "node:http";
import { gunzipSync } from "node:zlib";
import { defaultLimits } from "../../lib/domain/limits.ts";
import { bandsLink } from "../../lib/history/bands-link.ts";
import { latestEstate } from "../../lib/history/latest-estate.ts";
import { latestLink } from "../../lib/history/latest-link.ts";
import type { History } from "../../lib/history/pool.ts";
import { seriesLink, seriesMetrics } from "../../lib/history/series-link.ts";
import { keepUp } from "../../lib/history/upkeep.ts";
import { kilobytes, type Line, lineOf, timed } from "./figures.ts";
import { freshen, linkIds } from "./history-sql.ts";

const estate = { isDemo: false, limits: defaultLimits };
const ranges = ["1h", "24h", "7d", "30d", "90d"] as const;
const dayMs = 86_400_000;

/** The readers, in this process. Every run of a link's reader takes another link. */
export async function readHistory(history: History, times: number): Promise<Line[]> {
  const ids = await linkIds(history.pool);
  const link = (run: number) => ids[(run * 37) % ids.length] as string;
  const now = () => new Date();
  await freshen(history.pool);
  const links = `${ids.length.toLocaleString("en")} links`;
  const lines = [
    lineOf(`estate from history: ${links}`, await timed(times, () => latestEstate(history, estate, now()))),
    lineOf(
      "the same when nobody was heard for an hour",
      await timed(times, () => latestEstate(history, estate, new Date(Date.now() + dayMs / 24))),
    ),
    lineOf("one link from history", await timed(times, (run) => latestLink(history, link(run), estate, now()))),
  ];
  for (const range of ranges) {
    const durations = await timed(times, (run) => seriesLink(history, link(run), range, seriesMetrics, now()));
    const window = await seriesLink(history, link(0), range, seriesMetrics, now());
    lines.push(
      lineOf(`chart window ${range}, all metrics`, durations, `${window?.at.length} points from tier ${window?.tier}`),
    );
  }
  const bands = await timed(times, (run) =>
    bandsLink(history, link(run), new Date(Date.now() - 30 * dayMs), now(), estate.limits),
  );
  lines.push(lineOf("bands 30d", bands));
  const upkeep = await timed(3, () => keepUp(history, now()), 1);
  lines.push(lineOf("upkeep of every minute: rollups, sparklines", upkeep));
  return lines;
}

/** GET from the production server at `url`, to the last byte. */
export async function readOverHttp(history: History, url: string, times: number): Promise<Line[]> {
  const ids = await linkIds(history.pool);
  const link = (run: number) => encodeURIComponent(ids[(run * 37) % ids.length] as string);
  const addresses: [what: string, address: (run: number) => string][] = [
    ["GET /api/v1/estate", () => "/api/v1/estate"],
    ["GET / (HTML)", () => "/"],
    ["GET /links/x (HTML)", (run) => `/links/${link(run)}`],
    ["GET /api/series/x, 24h", (run) => `/api/series/${link(run)}?range=24h`],
    ["GET /api/v1/links", () => "/api/v1/links"],
  ];
  const lines: Line[] = [];
  for (const [what, address] of addresses) {
    await freshen(history.pool);
    let last: Answer | undefined;
    const durations = await timed(times, async (run) => {
      last = await get(url + address(run));
    });
    lines.push(lineOf(what, durations, last && sizeOf(last)));
  }
  return lines;
}

interface Answer {
  status: number;
  wireBytes: number;
  bytes: number;
}

function sizeOf({ status, wireBytes, bytes }: Answer): string {
  const size = wireBytes === bytes ? kilobytes(bytes) : `${kilobytes(bytes)}, ${kilobytes(wireBytes)} as gzip`;
  return status === 200 ? size : `status ${status}`;
}

function get(url: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = http.get(url, { headers: { "accept-encoding": "gzip" } }, (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("end", () => {
        const body = Buffer.concat(chunks);
        const isGzip = response.headers["content-encoding"] === "gzip";
        const bytes = isGzip ? gunzipSync(body).length : body.length;
        resolve({ status: response.statusCode ?? 0, wireBytes: body.length, bytes });
      });
    });
    request.on("error", reject);
  });
}
