import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { refusedFacts } from "../../lib/domain/source-verdict.ts";
import { grantTargetOf } from "../../lib/format/grants.ts";
import { Panel, Section } from "../ui/panel.tsx";
import { BlindList } from "./blind-list.tsx";

/** What Linkspan is not allowed to see, where, and what to run so that it may. */
export function BlindFacts({
  sources,
}: {
  sources: readonly Pick<SourceHealth, "id" | "kind" | "name" | "side" | "blind" | "failingSince" | "lastFailure">[];
}) {
  const servers = sources
    .map((source) => ({
      id: source.id,
      name: source.kind === "arm" ? `ARM for ${source.name}` : source.name,
      target: grantTargetOf(source.side, null),
      facts: [...refusedFacts(source), ...source.blind],
    }))
    .filter((server) => server.facts.length > 0);
  if (servers.length === 0) return null;
  return (
    <Section id="blind" title="Not seen" note="What a source cannot tell Linkspan is shown as unknown, never as fine">
      <Panel padded={false}>
        <BlindList servers={servers} />
      </Panel>
    </Section>
  );
}
