import { answerReady, readReady } from "./readiness.ts";

export const dynamic = "force-dynamic";

/** Both answers in one: live, and ready with what polls. */
export async function GET(): Promise<Response> {
  return answerReady(await readReady(new Date()), { live: true });
}
