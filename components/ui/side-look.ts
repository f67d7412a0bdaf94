// How one end of a pair is drawn: filled leads, outlined follows, hatched is silent or not known.
import type { EstateRow } from "../../lib/domain/snapshot.ts";

export type PairSide = "leads" | "follows" | "blind";

/** A side that does not answer is hatched even where another voice still tells its role: nobody hears it. */
export function sideLook(
  link: Pick<EstateRow, "findings" | "partner" | "instance">,
  side: "partner" | "instance",
): PairSide {
  if (isSilent(link.findings, side)) return "blind";
  const role = link[side].role?.value ?? null;
  if (role === "globalPrimary") return "leads";
  return role === null ? "blind" : "follows";
}

export function isSilent(findings: EstateRow["findings"], side: "partner" | "instance"): boolean {
  return findings.some((finding) => finding.key === `reach.${side}` && finding.verdict === "unknown");
}
