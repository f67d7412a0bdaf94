"use client";

import { Button } from "../components/ui/button.tsx";
import { EmptyState } from "../components/ui/empty-state.tsx";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <h1>This page cannot be shown</h1>
      <EmptyState
        level={2}
        title="A fault of ours"
        verdict="problem"
        word="Linkspan failed while drawing it"
        step={<Button onClick={reset}>Try now</Button>}
      >
        The links are not affected. {error.digest && `In the log of the server it stands as ${error.digest}.`}
      </EmptyState>
    </>
  );
}
