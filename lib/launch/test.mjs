// `npm test`: everything, from a bare checkout: format, types, fence, unit, database and browser tests. Ends with "N passed, N failed".
import fs from "node:fs";
import path from "node:path";
import { ensureBuilt, ensureGenerated, ensureInstalled, root, run, say } from "./prepare.mjs";

const reports = path.join(root, ".data/test-reports");
const bin = (name) => path.join(root, "node_modules/.bin", name);
const total = { passed: 0, failed: 0 };

await ensureInstalled();
await ensureGenerated();
fs.rmSync(reports, { recursive: true, force: true });
fs.mkdirSync(reports, { recursive: true });

await gate("format and lint", bin("biome"), ["ci", "."]);
await gate("types", bin("tsc"), ["--noEmit"]);
await gate("fence", bin("depcruise"), [
  "--config",
  ".dependency-cruiser.cjs",
  "app",
  "components",
  "lib",
  "prisma",
  "e2e",
]);
await suite("unit tests", "unit", bin("vitest"), (report) => [
  "run",
  "--project",
  "unit",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);
await suite("database tests", "database", bin("vitest"), (report) => [
  "run",
  "--project",
  "database",
  "--reporter=default",
  "--reporter=json",
  `--outputFile.json=${report}`,
]);
try {
  await ensureBuilt();
  total.passed++;
  await suite(
    "browser tests",
    "e2e",
    bin("playwright"),
    () => ["test"],
    (report) => ({ PLAYWRIGHT_JSON_OUTPUT_NAME: report }),
  );
} catch (error) {
  console.error(error.message);
  total.failed++;
}
console.log(`${total.passed} passed, ${total.failed} failed`);
process.exit(total.failed === 0 ? 0 : 1);

/** A check that passes or fails as one. */
async function gate(title, command, args) {
  say(title);
  const code = await run(title, command, args);
  if (code === 0) total.passed++;
  else total.failed++;
}

/** A test runner with a JSON report; a runner that fails without naming a failed test counts as one failure. */
async function suite(title, name, command, args, env = () => ({})) {
  say(title);
  const report = path.join(reports, `${name}.json`);
  const code = await run(title, command, args(report), { env: { ...process.env, ...env(report) } });
  const { passed, failed } = countsOf(report);
  total.passed += passed;
  total.failed += code !== 0 && failed === 0 ? 1 : failed;
}

/** Vitest and Playwright tell their counts under different names. */
function countsOf(report) {
  if (!fs.existsSync(report)) return { passed: 0, failed: 0 };
  const { numPassedTests, numFailedTests, stats } = JSON.parse(fs.readFileSync(report, "utf8"));
  return stats
    ? { passed: stats.expected + stats.flaky, failed: stats.unexpected }
    : { passed: numPassedTests ?? 0, failed: numFailedTests ?? 0 };
}
