"use client";

import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useClock } from "../ui/clock.tsx";

/** Pages refresh this often while they are seen. */
export const refreshMs = 5_000;

export interface Live<T> {
  data: T;
  /** What went wrong with the newest refresh, in words, and since when (ISO); null while all is well. */
  trouble: { reason: string; since: string } | null;
  refresh: () => void;
}

/** Keeps `initial` (rendered on the server) fresh from `url`. Paused while the page is hidden; on an error the last data stays. */
export function useLive<T extends { readAt: string }>(key: readonly string[], url: string, initial: T): Live<T> {
  const query = useQuery<T>({
    queryKey: key,
    queryFn: ({ signal }) => readJson<T>(url, signal),
    initialData: initial,
    initialDataUpdatedAt: () => Date.parse(initial.readAt),
    refetchInterval: refreshMs,
    refetchIntervalInBackground: false,
    refetchOnWindowFocus: true,
    staleTime: refreshMs,
  });
  // A navigation brings a newer picture than the cache may hold.
  const data = query.data === undefined || query.data.readAt < initial.readAt ? initial : query.data;
  const clock = useClock();
  useEffect(() => clock.correct(data.readAt), [clock, data.readAt]);
  const reason = query.isError ? query.error.message : null;
  const [since, setSince] = useState<string | null>(null);
  useEffect(() => {
    setSince((known) => (reason === null ? null : (known ?? new Date(clock.now()).toISOString())));
  }, [reason, clock]);
  return {
    data,
    trouble: reason !== null && since !== null ? { reason, since } : null,
    refresh: () => void query.refetch(),
  };
}

async function readJson<T>(url: string, signal: AbortSignal): Promise<T> {
  const response = await fetch(url, { signal, headers: { accept: "application/json" } }).catch((error: unknown) => {
    if (signal.aborted) throw error;
    throw new Error("Linkspan does not answer");
  });
  if (!response.ok) throw new Error(await saidBy(response));
  return (await response.json()) as T;
}

/** Our interfaces explain a failure as {error}; anything in between may not. */
async function saidBy(response: Response): Promise<string> {
  const body: unknown = await response.json().catch(() => null);
  if (typeof body === "object" && body !== null && "error" in body && typeof body.error === "string") return body.error;
  return `Linkspan answered ${response.status}`;
}
