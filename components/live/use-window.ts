"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";

/** A chart's window, read in the background. While another range is being read the old picture stays; a failure keeps it too. */
export function useWindow<T>(
  key: readonly string[],
  url: string,
  everyMs: number,
): { data: T | null; isReading: boolean; trouble: string | null } {
  const query = useQuery({
    queryKey: key,
    queryFn: async ({ signal }) => {
      const response = await fetch(url, { signal, headers: { accept: "application/json" } });
      if (!response.ok) throw new Error(`Linkspan answered ${response.status}`);
      return (await response.json()) as T;
    },
    placeholderData: keepPreviousData,
    refetchInterval: everyMs,
    refetchIntervalInBackground: false,
    staleTime: everyMs,
  });
  return {
    data: query.data ?? null,
    isReading: query.isPending || query.isPlaceholderData,
    trouble: query.isError ? query.error.message : null,
  };
}
