import { answerReady, readReady } from "../readiness.ts";

export const dynamic = "force-dynamic";

/** 200 when pages can be shown, 503 when the history cannot be read. */
export async function GET(): Promise<Response> {
  return answerReady(await readReady(new Date()));
}
