// A poller without web pages: the same scheduler as in the server process, on a database shared with it.
import path from "node:path";
import { openDatabase } from "./database.ts";
import { root, say } from "./prepare.mjs";

export async function work(): Promise<void> {
  const directory = path.resolve(root, process.env.LINKSPAN_DATA ?? ".data");
  try {
    if (!process.env.LINKSPAN_ESTATE) {
      throw new Error(
        "LINKSPAN_ESTATE names no estate file. Set it to the path of one; public/estate.example.yaml shows the form",
      );
    }
    const database = await openDatabase({ directory, own: false, say });
    process.env.DATABASE_URL = database.url;
    const { startScheduler } = await import("../scheduler.ts");
    const scheduler = await startScheduler({ role: "worker" });
    say("the worker polls; Ctrl-C stops it and gives its sources to others");
    process.send?.({ ready: true });
    let stopping = false;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
      process.on(signal, async () => {
        if (stopping) return;
        stopping = true;
        await scheduler.stop();
        await database.stop();
        say("stopped");
        process.exit(0);
      });
    }
  } catch (error) {
    console.error(`The worker could not start: ${(error as Error).message}`);
    process.exit(1);
  }
}
