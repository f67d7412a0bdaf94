/** Next calls this once when the server process starts: the poller lives here unless LINKSPAN_POLLER=off. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME !== "nodejs") return;
  const { readEnv } = await import("./lib/env.ts");
  const env = readEnv();
  if (!env.isPoller || !env.estatePath) return;
  const { startScheduler } = await import("./lib/scheduler.ts");
  const scheduler = await startScheduler({ role: "web" });
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => void scheduler.stop());
}
