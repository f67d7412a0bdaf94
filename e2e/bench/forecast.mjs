// `npm run bench:forecast -- <traces>` or `-- --stories`: how good the forecast is, in one table, from a bare checkout.
import { ensureInstalled } from "../../lib/launch/prepare.mjs";

await ensureInstalled();
(await import("tsx/esm/api")).register();
const { judgeForecast } = await import("./forecast.ts");
process.exitCode = judgeForecast(process.argv[2]);
