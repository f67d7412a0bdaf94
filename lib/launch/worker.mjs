// `npm run worker`: a poller without web pages, for an estate too large for the server process or closer to the servers.
import { ensureGenerated, ensureInstalled } from "./prepare.mjs";

await ensureInstalled();
await ensureGenerated();
(await import("tsx/esm/api")).register();
const { work } = await import("./work.ts");
await work();
