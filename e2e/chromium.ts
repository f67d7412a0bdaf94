// A Chromium for the browser tests: Playwright's own, else the system's, else the one inside @sparticuz/chromium (Linux x64; brings NSS and a font).
import fs from "node:fs";
import path from "node:path";
import { chromium } from "@playwright/test";

export interface Browser {
  executablePath?: string;
  env?: Record<string, string>;
}

const systems = ["/usr/bin/chromium", "/usr/bin/chromium-headless-shell", "/usr/bin/google-chrome-stable"];

export async function findChromium(): Promise<Browser> {
  if (process.env.E2E_CHROMIUM) return { executablePath: process.env.E2E_CHROMIUM };
  if (fs.existsSync(chromium.executablePath())) return {};
  const system = systems.find((file) => fs.existsSync(file));
  if (system) return { executablePath: system };
  if (process.platform === "linux" && process.arch === "x64") return unpackBundled();
  throw new Error("No Chromium for the browser tests. Run: npx playwright install --with-deps chromium");
}

/** The package unpacks into the temporary directory under fixed names, and its own NSS libraries only where it believes to be in AWS Lambda. */
async function unpackBundled(): Promise<Browser> {
  const directory = path.resolve("node_modules/.cache/chromium");
  fs.mkdirSync(directory, { recursive: true });
  const before = { TMPDIR: process.env.TMPDIR, AWS_EXECUTION_ENV: process.env.AWS_EXECUTION_ENV };
  Object.assign(process.env, { TMPDIR: directory, AWS_EXECUTION_ENV: "AWS_Lambda_nodejs22.x" });
  try {
    const { default: bundled } = await import("@sparticuz/chromium");
    const executablePath = await bundled.executablePath();
    const { AWS_EXECUTION_ENV: _, ...env }: Record<string, string> = {
      ...(process.env as Record<string, string>),
      TMPDIR: before.TMPDIR ?? "/tmp",
    };
    return {
      executablePath,
      env: {
        ...env,
        LD_LIBRARY_PATH: path.join(directory, "al2023/lib"),
        FONTCONFIG_PATH: path.join(directory, "fonts"),
      },
    };
  } finally {
    for (const [name, value] of Object.entries(before)) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
