import { defineConfig } from "@playwright/test";
import { findChromium } from "./e2e/chromium.ts";

const { executablePath, env } = await findChromium();

export default defineConfig({
  testDir: "e2e",
  testMatch: "*.spec.ts",
  globalSetup: "./e2e/global-setup.ts",
  outputDir: ".data/test-results",
  // Specs mostly wait, and each file has a stage of its own.
  workers: 3,
  timeout: 60_000,
  // Two cores and twenty processes: what fails once by the clock and passes at leisure is reported as flaky, not as broken.
  retries: 2,
  expect: { timeout: 15_000 },
  reporter: [
    ["list"],
    ["json", { outputFile: process.env.PLAYWRIGHT_JSON_OUTPUT_NAME ?? ".data/test-reports/e2e.json" }],
  ],
  use: {
    timezoneId: "Europe/Berlin",
    locale: "en-GB",
    trace: "retain-on-failure",
    screenshot: "only-on-failure",
    video: "off",
    launchOptions: { executablePath, env, args: ["--disable-gpu", "--disable-quic"] },
  },
});
