// The lab: one process in which a whole estate answers on its usual wires. Starts every face and keeps their world together.
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { listenArm } from "./arm-face.ts";
import { type LabHandle, listenControl } from "./control.ts";
import { estateText, type Ports, tlsName } from "./estate-file.ts";
import { type Fault, Faults } from "./faults.ts";
import type { HttpFace } from "./http-face.ts";
import { listenInbox } from "./inbox.ts";
import { backendOf, type Secrets } from "./logins.ts";
import { authorityIn, type LabMemory, newMemory, readMemory, scenarioOf, writeMemory } from "./memory.ts";
import { listenOauth } from "./oauth-face.ts";
import { armFace, linkName, type Scenario } from "./scenario.ts";
import { checkChanges, linkSubject } from "./settings.ts";
import { serverOf } from "./sqlserver-face.ts";
import { listenSynapse, synapseFaces } from "./synapse-face.ts";
import { checkSynapseEvent } from "./synapse-world.ts";
import { listenTds, type TdsFace } from "./tds/server.ts";
import { plannedFault, worldAt } from "./world.ts";
import { issueCertificate } from "./x509.ts";

export interface LabOptions {
  /** As scenarioNamed knows it. */
  scenario: string;
  seed?: number;
  host?: string;
  /** First of a row of ports; 0: free ones, and after a restart the same as before where they are free. */
  basePort?: number;
  /** Gets ca.pem, estate.yaml and lab.json. */
  directory: string;
}

export interface Lab extends LabHandle {
  scenario(): Scenario;
  now(): number;
  faults: Faults;
  ports: Ports;
  secrets: Secrets;
  estatePath: string;
  /** LINKSPAN_ESTATE and the secrets its estate file refers to. */
  environment: Record<string, string>;
  close(): Promise<void>;
}

/** Faults set from outside, over those the scenario plans. */
class PlannedFaults extends Faults {
  #plan: (face: string) => Fault | null;
  #lifted = new Set<string>();
  #isAllLifted = false;

  constructor(plan: (face: string) => Fault | null) {
    super();
    this.#plan = plan;
  }
  override get(face: string): Fault {
    const planned = this.#isAllLifted || this.#lifted.has(face) ? null : this.#plan(face);
    return { ...planned, ...super.get(face) };
  }
  override clear(face?: string): void {
    super.clear(face);
    if (face === undefined) this.#isAllLifted = true;
    else this.#lifted.add(face);
  }
}

export async function startLab({
  scenario: name,
  seed = 1,
  host = "127.0.0.1",
  basePort = 0,
  directory,
}: LabOptions): Promise<Lab> {
  const memory = readMemory(directory, name, seed) ?? newMemory(name, seed, Date.now());
  let scenario = scenarioOf(memory);
  const now = () => Date.now() + memory.offsetSeconds * 1000;
  const faults = new PlannedFaults((face) => plannedFault(scenario, face, now()));
  const authority = authorityIn(directory);
  const leaf = (serverName: string) => {
    const dates = { startsAt: new Date(Date.now() - 86_400_000), expiresAt: new Date(Date.now() + 800 * 86_400_000) };
    const { key, cert } = issueCertificate(
      { commonName: tlsName(serverName), dns: [tlsName(serverName), "localhost"], ip: ["127.0.0.1"], ...dates },
      authority,
    );
    return { key, cert };
  };

  let nextPort = basePort;
  /** The port asked for, the one it had before, or any. */
  const onPort = async <T>(before: number | undefined, listen: (port: number) => Promise<T>): Promise<T> => {
    if (basePort !== 0) return listen(nextPort++);
    if (before === undefined) return listen(0);
    return listen(before).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== "EADDRINUSE") throw error;
      return listen(0);
    });
  };

  const tds = new Map<string, TdsFace>();
  const { secrets } = memory;
  for (const spec of [...scenario.sqlServers, ...scenario.managedInstances]) {
    const backend = backendOf(
      serverOf(() => scenario, now, spec.name),
      spec,
      secrets,
    );
    const tls = leaf(spec.name);
    const face = await onPort(memory.ports?.sql[spec.name], (port) =>
      listenTds({ name: spec.name, host, port, tls, encryption: "required", backend, faults }),
    );
    tds.set(spec.name, face);
  }
  const arm = await onPort(memory.ports?.arm, (port) =>
    listenArm({ host, port, token: secrets.token, scenario: () => scenario, now, faults }),
  );
  const inbox = await onPort(memory.ports?.inbox, (port) => listenInbox({ host, port }));
  const oauth = await onPort(memory.ports?.oauth, (port) =>
    listenOauth({
      host,
      port,
      publicHost: "localhost",
      tls: leaf("login"),
      clientSecret: secrets.password,
      token: secrets.token,
    }),
  );

  const workspaces = new Map<string, HttpFace>();
  for (const { name: workspace } of scenario.synapseWorkspaces) {
    const options = { host, workspace, token: secrets.token, scenario: () => scenario, now, faults };
    const face = await onPort(memory.ports?.synapse?.[workspace], (port) => listenSynapse({ ...options, port }));
    workspaces.set(workspace, face);
  }

  const change = (next: Partial<Pick<LabMemory, "events" | "rotations" | "settings" | "synapseEvents">>) => {
    Object.assign(memory, next);
    writeMemory(directory, memory);
    scenario = scenarioOf(memory);
  };
  const handle: LabHandle = {
    state: () => ({
      scenario: scenario.name,
      epoch: new Date(scenario.epoch).toISOString(),
      now: new Date(now()).toISOString(),
      offsetSeconds: memory.offsetSeconds,
      faults: Object.fromEntries(
        facesOf(scenario).flatMap((face) => (isEmpty(faults.get(face)) ? [] : [[face, faults.get(face)]])),
      ),
      connections: Object.fromEntries([...tds].map(([server, face]) => [server, face.connections()])),
      links: scenario.links.map((link) => {
        const truth = worldAt(scenario, now()).link(link.name);
        return {
          name: link.name,
          partner: link.partner,
          instance: link.instance,
          story: truth?.story ?? null,
          since: truth && new Date(truth.since).toISOString(),
        };
      }),
    }),
    setFault(face, fault, drop = false) {
      faults.set(face, fault);
      if (drop) tds.get(face)?.dropAll();
    },
    clearFaults: (face) => faults.clear(face),
    tell(link, story, parameters = {}) {
      if (!scenario.links.some((one) => one.name === link || one.memberOf === link))
        throw new Error(`no link "${link}" in scenario ${scenario.name}`);
      change({ events: [...scenario.events, { at: now(), link, story, parameters }] });
    },
    setClock(offsetSeconds) {
      memory.offsetSeconds = offsetSeconds;
      writeMemory(directory, memory);
    },
    setCertificate(server, expiresInDays, certificateName) {
      const old = worldAt(scenario, now()).certificate(worldAt(scenario, now()).server(server).name);
      const at = now();
      const certificate = {
        name: certificateName ?? old.name,
        startsAt: at - 60_000,
        expiresAt: at + expiresInDays * 86_400_000,
      };
      change({ rotations: [...scenario.rotations, { at, server, certificate }] });
    },
    set(of, changes) {
      const subjects = [
        ...[...scenario.sqlServers, ...scenario.managedInstances].map((spec) => spec.name),
        ...scenario.links.flatMap((link) => [link.name, linkName(link)].map(linkSubject)),
      ];
      if (!subjects.includes(of)) throw new Error(`no server "${of}" and no such link in scenario ${scenario.name}`);
      checkChanges(of, changes);
      change({ settings: [...memory.settings, { at: now(), of, changes }] });
    },
    tellSynapse(doing) {
      const event = { at: now(), ...doing };
      checkSynapseEvent(scenario, event);
      change({ synapseEvents: [...memory.synapseEvents, event] });
    },
  };
  const control = await onPort(memory.ports?.control, (port) => listenControl({ host, port, lab: handle }));

  const ports: Ports = {
    sql: Object.fromEntries([...tds].map(([server, face]) => [server, face.port])),
    arm: arm.port,
    synapse: Object.fromEntries([...workspaces].map(([workspace, face]) => [workspace, face.port])),
    inbox: inbox.port,
    oauth: oauth.port,
    control: control.port,
  };
  memory.ports = ports;
  writeMemory(directory, memory);
  const estatePath = join(directory, "estate.yaml");
  writeFileSync(estatePath, estateText(scenario, host, ports));
  return {
    ...handle,
    scenario: () => scenario,
    now,
    faults,
    ports,
    secrets,
    estatePath,
    environment: { LINKSPAN_ESTATE: estatePath, LAB_SQL_PASSWORD: secrets.password, LAB_ARM_TOKEN: secrets.token },
    close: async () => {
      await Promise.all(
        [...tds.values(), ...workspaces.values(), arm, inbox, oauth, control].map((face) => face.close()),
      );
    },
  };
}

function facesOf({ sqlServers, managedInstances, synapseWorkspaces }: Scenario): string[] {
  const instances = managedInstances.map(({ name }) => name);
  return [
    ...sqlServers.map(({ name }) => name),
    ...instances,
    "arm",
    ...instances.map(armFace),
    ...synapseFaces(synapseWorkspaces),
  ];
}

function isEmpty(fault: Fault): boolean {
  return Object.keys(fault).length === 0;
}
