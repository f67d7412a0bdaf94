"use client";

import { useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { pollDue } from "../../lib/actions/poll.ts";
import type { EstateSnapshot } from "../../lib/domain/snapshot.ts";
import { type Live, refreshMs, useLive } from "./use-live.ts";

export const estateKey = ["estate"] as const;

/** The estate, kept fresh. When nobody polls, the open page does: the server decides in Postgres what is due, so ten tabs ask once. */
export function useLiveEstate(initial: EstateSnapshot): Live<EstateSnapshot> {
  const live = useLive<EstateSnapshot>(estateKey, "/api/v1/estate", initial);
  const client = useQueryClient();
  const isOrphaned = isWaitingForSomeone(live.data);
  useEffect(() => {
    if (!isOrphaned) return;
    let isAsking = false;
    async function ask() {
      if (isAsking || document.hidden) return;
      isAsking = true;
      const answer = await pollDue().catch(() => null);
      isAsking = false;
      if (answer?.kind === "polled") client.setQueryData(estateKey, answer.snapshot);
    }
    void ask();
    const timer = setInterval(ask, refreshMs);
    return () => clearInterval(timer);
  }, [isOrphaned, client]);
  return live;
}

/** Nobody polls, and a source is past its time. */
export function isWaitingForSomeone({ pollerSeenAt, sources, readAt }: EstateSnapshot): boolean {
  return pollerSeenAt === null && sources.some(({ dueAt }) => dueAt !== null && dueAt <= readAt);
}
