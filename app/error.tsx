"use client";

import { Button } from "../components/ui/button.tsx";
import { EmptyState } from "../components/ui/empty-state.tsx";

export default function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <EmptyState
      title="This page cannot be shown"
      verdict="problem"
      word="Linkspan failed while drawing it"
      step={<Button onClick={reset}>Try now</Button>}
    >
      The links are not affected. {error.digest && `In the log of the server it stands as ${error.digest}.`}
    </EmptyState>
  );
}
