"use client";

import { useRouter } from "next/navigation";
import { useEffect } from "react";
import { Button } from "../ui/button.tsx";
import { EmptyState } from "../ui/empty-state.tsx";
import { Moment } from "../ui/moment.tsx";
import { refreshMs } from "./use-live.ts";

/** A page whose history cannot be read: says so, and tries again by itself. `at` = ISO time of the try. */
export function HistoryUnreachable({ at }: { at: string }) {
  const router = useRouter();
  useEffect(() => {
    const timer = setInterval(() => router.refresh(), refreshMs);
    return () => clearInterval(timer);
  }, [router]);
  return (
    <>
      <h1>Nothing can be said of any link</h1>
      <EmptyState
        level={2}
        title="History not reachable"
        verdict="problem"
        word="Linkspan cannot read its database"
        step={<Button onClick={() => router.refresh()}>Try now</Button>}
      >
        At <Moment at={at} /> the database did not answer. Links go on without Linkspan; only what is known of them is
        missing. Trying again every 5 s.
      </EmptyState>
    </>
  );
}
