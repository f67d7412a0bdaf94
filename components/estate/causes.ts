// What needs someone, one entry per cause and not per link, worst first.
import type { EstateRow } from "../../lib/domain/snapshot.ts";
import { compareVerdicts, type Verdict } from "../../lib/domain/verdict.ts";

export interface Cause {
  key: string;
  /** Where its first link tells it. */
  findingKey: string;
  verdict: Verdict;
  /** Links it befalls, in the order of the estate. */
  links: { linkId: string; name: string }[];
  /** One sentence for all of them; does not begin with a link's name unless it is about one link. */
  reason: string;
  consequence: string;
  step: string | null;
  /** ISO; the earliest of its findings. */
  since: string;
}

/** Only what someone has to look at: problems, unknowns and attention. Equal verdicts: the one that began last comes first, as the newest is the least known. */
export function causesOf(links: readonly Pick<EstateRow, "linkId" | "name" | "findings">[]): Cause[] {
  const causes = new Map<string, Cause & { causeReason: string | null }>();
  for (const { linkId, name, findings } of links) {
    for (const finding of findings) {
      if (finding.verdict === "ok" || finding.verdict === "progress") continue;
      const known = causes.get(finding.causeKey);
      if (!known) {
        const { key: findingKey, causeKey, verdict, reason, causeReason, consequence, step, since } = finding;
        causes.set(causeKey, {
          key: causeKey,
          findingKey,
          verdict,
          links: [{ linkId, name }],
          reason,
          causeReason,
          consequence,
          step,
          since,
        });
        continue;
      }
      if (!known.links.some((link) => link.linkId === linkId)) known.links.push({ linkId, name });
      if (finding.since < known.since) known.since = finding.since;
      if (compareVerdicts(finding.verdict, known.verdict) < 0) {
        const { verdict, reason, causeReason, consequence, step } = finding;
        Object.assign(known, { verdict, reason, causeReason, consequence, step });
      }
    }
  }
  return [...causes.values()]
    .map(({ causeReason, ...cause }) =>
      cause.links.length > 1 && causeReason !== null
        ? { ...cause, reason: causeReason.replaceAll("{n}", String(cause.links.length)) }
        : cause,
    )
    .sort((a, b) => compareVerdicts(a.verdict, b.verdict) || b.since.localeCompare(a.since));
}

/** Where the sentence names the link, so that the name can be the way to it: "[wms-rotterdam] is disconnected". */
export function splitAtName(reason: string, name: string): { before: string; after: string } | null {
  const at = reason.indexOf(name);
  return at < 0 ? null : { before: reason.slice(0, at), after: reason.slice(at + name.length) };
}
