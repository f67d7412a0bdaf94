"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { RefreshCw } from "lucide-react";
import { pollNow } from "../../lib/actions/poll.ts";
import { Button } from "../ui/button.tsx";
import styles from "./poll-now.module.css";
import { estateKey } from "./use-live-estate.ts";

/** Asks sources now and says in words what came of it. `sourceIds` null = every source. */
export function PollNow({ sourceIds = null, title }: { sourceIds?: string[] | null; title: string }) {
  const client = useQueryClient();
  const poll = useMutation({
    mutationFn: () => pollNow({ sourceIds }),
    onSuccess: (answer) => {
      if (answer.kind === "polled") client.setQueryData(estateKey, answer.snapshot);
      return client.invalidateQueries({ predicate: (query) => query.queryKey !== estateKey });
    },
  });
  const said = poll.isPending
    ? "Asking …"
    : poll.isError
      ? "Linkspan does not answer; nothing was asked"
      : (poll.data?.said ?? "");
  return (
    <div className={styles.poll}>
      <p className={styles.said} role="status">
        {said}
      </p>
      <Button title={title} aria-disabled={poll.isPending} onClick={() => !poll.isPending && poll.mutate()}>
        <RefreshCw aria-hidden="true" />
        <span className={styles.word}>Poll now</span>
      </Button>
    </div>
  );
}
