// What a lab keeps in its directory, so that a restart goes on with the same story: epoch, events, ports, secrets, authority.
import { createPrivateKey, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Ports } from "./estate-file.ts";
import type { Secrets } from "./logins.ts";
import type { LabEvent, Scenario } from "./scenario.ts";
import { scenarioNamed } from "./scenarios.ts";
import type { SettingChange } from "./settings.ts";
import type { SynapseEvent } from "./synapse-spec.ts";
import { type Certificate, issueCertificate } from "./x509.ts";

export interface LabMemory {
  scenario: string;
  seed: number;
  epoch: number;
  offsetSeconds: number;
  events: LabEvent[];
  rotations: Scenario["rotations"];
  /** Those set from outside. */
  settings: SettingChange[];
  synapseEvents: SynapseEvent[];
  secrets: Secrets;
  ports: Ports | null;
}

const file = "lab.json";

/** Null if there is no lab yet, or one of another scenario or seed. */
export function readMemory(directory: string, scenario: string, seed: number): LabMemory | null {
  const memory = memoryOf(directory);
  return memory?.scenario === scenario && memory.seed === seed ? memory : null;
}

export function newMemory(scenario: string, seed: number, epoch: number): LabMemory {
  const secrets = {
    password: `Lab-${randomBytes(12).toString("hex")}`,
    token: `lab.${randomBytes(24).toString("hex")}`,
  };
  const untouched = { events: [], rotations: [], settings: [], synapseEvents: [] };
  return { scenario, seed, epoch, offsetSeconds: 0, ...untouched, secrets, ports: null };
}

export function writeMemory(directory: string, memory: LabMemory): void {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, file);
  writeFileSync(`${path}.new`, `${JSON.stringify(memory, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** The scenario of the lab in a directory, events included; what a history of its past is made from. Throws if there is none. */
export function rememberedScenario(directory: string): Scenario {
  const memory = memoryOf(directory);
  if (!memory) throw new Error(`${join(directory, file)} is not there: no lab was started in this directory`);
  return scenarioOf(memory);
}

export function scenarioOf(memory: LabMemory): Scenario {
  const { events, rotations, synapseEvents } = memory;
  const scenario = scenarioNamed(memory.scenario, memory.epoch, memory.seed);
  return { ...scenario, events, rotations, synapseEvents, settings: [...scenario.settings, ...memory.settings] };
}

function memoryOf(directory: string): LabMemory | null {
  const path = join(directory, file);
  if (!existsSync(path)) return null;
  const memory = JSON.parse(readFileSync(path, "utf8")) as LabMemory;
  // A directory of an older lab has no settings.
  return { ...memory, settings: memory.settings ?? [], synapseEvents: memory.synapseEvents ?? [] };
}

/** The lab's certificate authority, made once and kept in ca.pem and ca-key.pem. */
export function authorityIn(directory: string): Pick<Certificate, "commonName" | "privateKey" | "cert"> {
  const commonName = "Linkspan lab authority";
  const [certPath, keyPath] = [join(directory, "ca.pem"), join(directory, "ca-key.pem")];
  if (existsSync(certPath) && existsSync(keyPath)) {
    return { commonName, privateKey: createPrivateKey(readFileSync(keyPath)), cert: readFileSync(certPath, "utf8") };
  }
  const now = Date.now();
  const dates = { startsAt: new Date(now - 86_400_000), expiresAt: new Date(now + 3650 * 86_400_000) };
  const authority = issueCertificate({ commonName, isAuthority: true, ...dates });
  mkdirSync(directory, { recursive: true });
  writeFileSync(keyPath, authority.key, { mode: 0o600 });
  writeFileSync(certPath, authority.cert);
  return authority;
}
