// `npm start`: the product alone. DATABASE_URL or the embedded Postgres, and an estate named by LINKSPAN_ESTATE.
import { ensureBuilt, ensureGenerated, ensureInstalled } from "./prepare.mjs";

await ensureInstalled();
await ensureGenerated();
await ensureBuilt();
(await import("tsx/esm/api")).register();
const { launch } = await import("./launch.ts");
await launch({});
