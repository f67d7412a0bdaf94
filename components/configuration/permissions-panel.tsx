"use client";

import type { LinkSnapshot } from "../../lib/domain/snapshot.ts";
import { grantTargetOf } from "../../lib/format/grants.ts";
import { BlindList } from "../health/blind-list.tsx";
import type { BlindServer } from "../health/blind-words.ts";
import { sqlInstanceFacts } from "../link/raw-facts.ts";
import { grouped } from "../ui/grouped.ts";
import { Panel, Section } from "../ui/panel.tsx";

/** What the voices of this link cannot tell, and what would let them. Nothing where they see it all. */
export function PermissionsPanel({ snapshot }: { snapshot: LinkSnapshot }) {
  const servers = blindServers(snapshot);
  if (servers.length === 0) return null;
  return (
    <Section id="permissions" title="Not seen" note="Shown as unknown, never taken for none">
      <Panel padded={false}>
        <BlindList servers={servers} />
      </Panel>
    </Section>
  );
}

/** By voice, since a managed instance is heard over T-SQL and through ARM with rights of their own. */
function blindServers(snapshot: LinkSnapshot): BlindServer[] {
  const byVoice = grouped(snapshot.assessment.blind, (one) => one.vantage);
  return [...byVoice].map(([vantage, facts]) => {
    const isArm = vantage === "arm";
    const version = isArm ? null : (sqlInstanceFacts(snapshot, vantage)?.productVersion ?? null);
    return {
      id: vantage,
      name: isArm ? `ARM for ${facts[0]!.server}` : facts[0]!.server,
      target: grantTargetOf(vantage === "partner" ? "partner" : "instance", version),
      facts,
    };
  });
}
