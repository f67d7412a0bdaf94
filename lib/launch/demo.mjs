// `npm run demo`: from a bare checkout to a running Linkspan that watches the lab; `npm run demo -- seeding`: the lab's scenario of that name.
import { ensureBuilt, ensureGenerated, ensureInstalled } from "./prepare.mjs";

await ensureInstalled();
await ensureGenerated();
await ensureBuilt();
(await import("tsx/esm/api")).register();
const { launch } = await import("./launch.ts");
await launch({ scenario: process.argv[2] ?? "demo" });
