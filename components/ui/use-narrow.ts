"use client";

import { useSyncExternalStore } from "react";

const narrow = "(max-width: 47.99rem)";

/** A phone's width. False on the server, where style sheets have to do. */
export function useNarrow(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(narrow);
      query.addEventListener("change", onChange);
      return () => query.removeEventListener("change", onChange);
    },
    () => matchMedia(narrow).matches,
    () => false,
  );
}
