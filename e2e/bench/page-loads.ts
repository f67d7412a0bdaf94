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
    await page.goto(url, { waitUntil: "load" });
    // Charts and other parts that are fetched once the page stands.
    await page.waitForTimeout(1500);
    return await page.evaluate(() => {
      const fetched = performance.getEntriesByType("resource") as PerformanceResourceTiming[];
      const ending = (end: string) => fetched.filter(({ name }) => new URL(name).pathname.endsWith(end));
      const sum = (entries: PerformanceResourceTiming[]) =>
        entries.reduce((bytes, { encodedBodySize }) => bytes + encodedBodySize, 0);
      return {
        firstPaintMs: performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
        scriptBytes: sum(ending(".js")),
        scripts: ending(".js").length,
        styleBytes: sum(ending(".css")),
      };
    });
  } finally {
    await context.close();
  }
}
