// Operations and maintenance of the managed instance as ARM tells them: what runs, what failed, what it means for a link.
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

export function findOperations(_hearing: Hearing): Draft[] {
  return [];
}
