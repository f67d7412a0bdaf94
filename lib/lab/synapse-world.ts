// The lab's Synapse workspaces and the failover groups their links read from: what is so at a time, from the scenario and what was done to it.
import type { Scenario } from "./scenario.ts";
import type { FailoverGroupSpec, SynapseEvent, SynapseLinkSpec, SynapseWorkspaceSpec } from "./synapse-spec.ts";

export interface GroupTruth {
  spec: FailoverGroupSpec;
  /** Index of the server that leads. */
  leads: 0 | 1;
}

export interface SynapseLinkTruth {
  spec: SynapseLinkSpec;
  group: GroupTruth;
  status: "Running" | "Stopped";
  startedAt: number;
  stoppedAt: number | null;
  /** Index of the server that it was last pointed at. */
  pointsAt: 0 | 1;
  /** Null: it is fed; else since when it is not, whatever its status says. */
  starvedSince: number | null;
}

export function workspaceNamed({ synapseWorkspaces }: Scenario, name: string): SynapseWorkspaceSpec {
  const found = synapseWorkspaces.find((one) => one.name === name);
  if (!found) throw new Error(`no Synapse workspace "${name}"`);
  return found;
}

export function groupAt(scenario: Scenario, spec: FailoverGroupSpec, at: number): GroupTruth {
  return { spec, leads: (failoversOf(scenario, spec).filter((time) => time <= at).length % 2) as 0 | 1 };
}

export function synapseLinkAt(
  scenario: Scenario,
  workspace: SynapseWorkspaceSpec,
  spec: SynapseLinkSpec,
  at: number,
): SynapseLinkTruth {
  const group = workspace.groups.find((one) => one.name === spec.group);
  if (!group) throw new Error(`no failover group "${spec.group}" in ${workspace.name}`);
  let run = { startedAt: spec.startedAt, stoppedAt: null as number | null, pointsAt: 0 as 0 | 1 };
  for (const event of scenario.synapseEvents) {
    if (event.at > at || !("link" in event) || event.link !== spec.name) continue;
    if (event.action === "stop") run = { ...run, stoppedAt: event.at };
    else {
      const pointsAt = event.action === "repoint" ? groupAt(scenario, group, event.at).leads : run.pointsAt;
      run = { startedAt: event.at, stoppedAt: null, pointsAt };
    }
  }
  const truth = groupAt(scenario, group, at);
  // A failover disables it for good, even if the group fails back; started at a secondary it was never fed.
  const failedOverAt = failoversOf(scenario, group).find((time) => time > run.startedAt && time <= at);
  const neverFed = groupAt(scenario, group, run.startedAt).leads === run.pointsAt ? null : run.startedAt;
  const starvedSince = [neverFed, failedOverAt ?? null, run.stoppedAt]
    .filter((time) => time !== null)
    .reduce<number | null>((first, time) => Math.min(first ?? time, time), null);
  return { spec, group: truth, status: run.stoppedAt === null ? "Running" : "Stopped", ...run, starvedSince };
}

/** Throws for a group or link that no workspace has. */
export function checkSynapseEvent({ synapseWorkspaces }: Scenario, event: SynapseEvent): void {
  const names = synapseWorkspaces.flatMap(({ groups, links }): string[] =>
    "group" in event ? groups.map((one) => one.name) : links.map((one) => one.name),
  );
  const name = "group" in event ? event.group : event.link;
  if (!names.includes(name)) throw new Error(`no "${name}": there are ${names.join(", ") || "none"}`);
}

function failoversOf({ synapseEvents }: Scenario, { name, failovers }: FailoverGroupSpec): number[] {
  const told = synapseEvents.flatMap((event) => ("group" in event && event.group === name ? event.at : []));
  return [...failovers, ...told].sort((a, b) => a - b);
}
