// `npm run bench [-- --quick] [-- --only polls,reads,starts]`: what Linkspan costs, in one table, from a bare checkout.
import { parseArgs } from "node:util";
import { ensureBuilt, ensureGenerated, ensureInstalled } from "../../lib/launch/prepare.mjs";

const { values } = parseArgs({ options: { quick: { type: "boolean", default: false }, only: { type: "string" } } });
await ensureInstalled();
await ensureGenerated();
await ensureBuilt();
(await import("tsx/esm/api")).register();
const { bench } = await import("./bench.ts");
await bench({ isQuick: values.quick, only: values.only?.split(",") });
