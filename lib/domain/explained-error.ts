// The errors that the voices of a link name, explained, each cause with what Linkspan has already checked for it.
import type { Assessment, ExplainedError } from "./assessment.ts";
import type { Hearing } from "./hearing.ts";

/** What of the assessment answers "is it this?". */
export type Checked = Pick<Assessment, "certificates" | "configuration" | "network" | "log">;

export function explainErrors(_hearing: Hearing, _checked: Checked): ExplainedError[] {
  return [];
}
