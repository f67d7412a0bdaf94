// `node --import tsx lib/lab/cli.ts --scenario demo --directory .data/lab`: one lab until its parent is gone or SIGTERM comes.
import { fstatSync } from "node:fs";
import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { startLab } from "./lab.ts";

const { values } = parseArgs({
  options: {
    scenario: { type: "string", default: "demo" },
    seed: { type: "string", default: "1" },
    directory: { type: "string", default: ".data/lab" },
    host: { type: "string", default: "127.0.0.1" },
    "base-port": { type: "string", default: "0" },
  },
});

const lab = await startLab({
  scenario: values.scenario,
  seed: Number(values.seed),
  directory: resolve(values.directory),
  host: values.host,
  basePort: Number(values["base-port"]),
}).catch((error: Error) => {
  console.error(`The lab could not start: ${error.message}`);
  process.exit(1);
});

let stopping = false;
const stop = async (): Promise<void> => {
  if (stopping) return;
  stopping = true;
  await lab.close();
  process.exit(0);
};
for (const signal of ["SIGTERM", "SIGINT", "SIGHUP"] as const) process.on(signal, () => void stop());
process.on("disconnect", () => void stop());
// A pipe on stdin is a leash, too; a terminal or /dev/null is not.
if (fstatSync(0).isFIFO() || fstatSync(0).isSocket()) process.stdin.resume().on("end", () => void stop());

const { environment, ports, estatePath } = lab;
console.log(
  JSON.stringify({
    ready: true,
    environment,
    ports,
    estate: estatePath,
    control: `http://${values.host}:${ports.control}`,
  }),
);
