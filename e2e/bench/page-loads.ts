// What a browser fetches for a page, and when it shows something: a real Chromium with an empty cache against the production server.
import { type Browser, chromium } from "@playwright/test";
import { findChromium } from "../chromium.ts";
import { kilobytes, type Line, lineOf } from "./figures.ts";

interface Load {
  firstPaintMs: number;
  scriptBytes: number;
  scripts: number;
  styleBytes: number;
}

/** `pages`: what each is called, and its address. */
export async function loadPages(pages: [what: string, url: string][], times: number): Promise<Line[]> {
  const browser = await chromium.launch(await findChromium());
  try {
    const lines: Line[] = [];
    for (const [what, url] of pages) {
      const loads: Load[] = [];
      for (let run = 0; run < times; run++) loads.push(await load(browser, url));
      const { scriptBytes, scripts, styleBytes } = loads.at(-1) as Load;
      lines.push(
        lineOf(
          `first contentful paint, empty cache: ${what}`,
          loads.map(({ firstPaintMs }) => firstPaintMs),
          `**${kilobytes(scriptBytes)}** of JavaScript in ${scripts} files, ${kilobytes(styleBytes)} of CSS, as gzip`,
        ),
      );
    }
    return lines;
  } finally {
    await browser.close();
  }
}

async function load(browser: Browser, url: string): Promise<Load> {
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    // Charts are fetched once the page stands.
    await page.goto(url, { waitUntil: "load" });
    await page.waitForLoadState("networkidle");
    // Only plain expressions: what tsx adds to a named function is not there in the browser.
    const fetched = await page.evaluate(() =>
      performance.getEntriesByType("resource").map((entry) => ({
        path: new URL(entry.name).pathname,
        bytes: (entry as PerformanceResourceTiming).encodedBodySize,
      })),
    );
    const firstPaintMs = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    const bytesOf = (ending: string) =>
      fetched.filter(({ path }) => path.endsWith(ending)).reduce((sum, { bytes }) => sum + bytes, 0);
    return {
      firstPaintMs,
      scriptBytes: bytesOf(".js"),
      scripts: fetched.filter(({ path }) => path.endsWith(".js")).length,
      styleBytes: bytesOf(".css"),
    };
  } finally {
    await context.close();
  }
}
