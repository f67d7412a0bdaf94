// Catching up: log waits to be sent for longer than the limit, and the queue does not grow.
import type { FlowPoint, ReplicationNumbers } from "./assessment.ts";
import type { Draft } from "./finding.ts";
import { directionOf } from "./flow-trend.ts";
import { type Hearing, sqlVoices } from "./hearing.ts";
import { leftWords } from "./lag.ts";
import { flowRows, worstOfSeveral } from "./synchronization.ts";
import { sizeWords } from "./wording.ts";

/** Time left is told from how the queue shrinks, never from the send rate alone: new log comes in meanwhile. */
export function judgeCatchingUp(
  hearing: Hearing,
  numbers: ReplicationNumbers,
  flow: readonly FlowPoint[],
): { isCatchingUp: boolean; drafts: Draft[] } {
  for (const voice of sqlVoices(hearing)) {
    const [row] = flowRows(hearing, voice.vantage);
    if (row === undefined || row.synchronizationStateDesc !== "SYNCHRONIZING" || row.isSuspended === true) continue;
    const { logSendQueueKb: queue, logSendRateKbPerSecond: rate } = row;
    if (queue === null || rate === null || rate <= 0 || queue / rate <= hearing.limits.catchingUpSeconds) continue;
    const grows = directionOf(flow, "logSendQueueKb", queue, hearing.now) === "grows";
    const worst = worstOfSeveral(hearing, voice.vantage);
    const waiting = `${sizeWords(queue * 1024)} of log${worst === null ? "" : ` of ${worst}`} waits to be sent`;
    const draft: Draft = {
      key: "catching-up",
      verdict: grows ? "attention" : "progress",
      reason: grows
        ? `${hearing.name} falls behind: ${waiting}, and it grows.`
        : `${hearing.name} is catching up: ${waiting}${leftWords(flow, "logSendQueueKb", numbers, hearing.now)}.`,
      consequence: "A failover before that would lose what has not been sent.",
      step: grows ? "Compare the log send rate with the log that is written" : null,
      vantage: voice.vantage,
      evidence: [
        { fact: "log_send_queue_size", value: `${queue} KB`, vantage: voice.vantage, at: voice.at },
        { fact: "log_send_rate", value: `${rate} KB/s`, vantage: voice.vantage, at: voice.at },
      ],
    };
    return { isCatchingUp: !grows, drafts: [draft] };
  }
  return { isCatchingUp: false, drafts: [] };
}
