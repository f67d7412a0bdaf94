"use client";

import { Check, Copy } from "lucide-react";
import { type ReactNode, useEffect, useState } from "react";
import { Button } from "./button.tsx";

/** Copies `text`, or what it gives when pressed. With children it is a button of words, without a small sign named by `label`. Says when it is done, or that it could not. */
export function CopyText({
  text,
  label,
  children,
}: {
  text: string | (() => string);
  label: string;
  children?: ReactNode;
}) {
  const [outcome, setOutcome] = useState<"copied" | "refused" | null>(null);
  useEffect(() => {
    if (outcome === null) return;
    const forget = setTimeout(() => setOutcome(null), 2000);
    return () => clearTimeout(forget);
  }, [outcome]);

  async function copy() {
    // Without HTTPS a browser has no clipboard; saying so beats silence.
    const wrote = await navigator.clipboard?.writeText(typeof text === "string" ? text : text()).then(
      () => true,
      () => false,
    );
    setOutcome(wrote ? "copied" : "refused");
  }
  const said = outcome === "copied" ? "Copied" : outcome === "refused" ? "The browser refused to copy" : "";
  return (
    <Button
      look={children ? "plain" : "icon"}
      onClick={copy}
      title={said || label}
      {...(children ? {} : { "aria-label": label })}
    >
      {outcome === "copied" ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
      {children}
      <span className="sr" aria-live="polite">
        {said}
      </span>
    </Button>
  );
}
