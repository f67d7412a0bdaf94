import type { SourceHealth } from "../../lib/domain/snapshot.ts";
import { grantTargetOf } from "../../lib/format/grants.ts";
import { Panel, Section } from "../ui/panel.tsx";
import { BlindList } from "./blind-list.tsx";

/** What Linkspan is not allowed to see, where, and what to run so that it may. */
export function BlindFacts({
  sources,
}: {
  sources: readonly Pick<SourceHealth, "id" | "kind" | "name" | "side" | "blind">[];
}) {
  const servers = sources
    .filter((source) => source.blind.length > 0)
    .map(({ id, kind, name, side, blind }) => ({
      id,
      name: kind === "arm" ? `ARM for ${name}` : name,
      target: grantTargetOf(side, null),
      facts: blind,
    }));
  if (servers.length === 0) return null;
  return (
    <Section id="blind" title="Not seen" note="What a source cannot tell Linkspan is shown as unknown, never as fine">
      <Panel padded={false}>
        <BlindList servers={servers} />
      </Panel>
    </Section>
  );
}
