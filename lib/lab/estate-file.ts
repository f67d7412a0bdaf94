// The estate file of a running lab, as Linkspan reads it: every face with its port, its names and how to trust it.
import { resourceId } from "./arm-payloads.ts";
import type { Scenario } from "./scenario.ts";

export interface Ports {
  /** TDS port by server or instance name. */
  sql: Record<string, number>;
  arm: number;
  /** By workspace. */
  synapse: Record<string, number>;
  inbox: number;
  oauth: number;
  control: number;
}

/** Host name in the TLS certificate of a face. */
export function tlsName(serverName: string): string {
  return `${serverName.toLowerCase().replace(/[^a-z0-9-]/g, "-")}.lab`;
}

/** Scenarios to be looked at; the pages say that they show no estate of somebody's. */
const shown = new Set(["demo", "seeding"]);

/** YAML text; secrets are the environment variables LAB_SQL_PASSWORD and LAB_ARM_TOKEN, the authority is ca.pem beside it. */
export function estateText(scenario: Scenario, host: string, ports: Ports): string {
  const quoted = (text: string) => JSON.stringify(text);
  const sql = (name: string) =>
    `host: ${host}, port: ${ports.sql[name]}, credential: lab-sql, tls: { ca: ./ca.pem, serverName: ${tlsName(name)} }`;
  return [
    "# Written by the lab at each start.",
    `demo: ${shown.has(scenario.name)}`,
    "defaults: { pollSeconds: 5 }",
    "credentials:",
    '  lab-sql: { kind: sql, user: linkspan, password: "env:LAB_SQL_PASSWORD" }',
    '  lab-arm: { kind: token, token: "env:LAB_ARM_TOKEN" }',
    "sqlServers:",
    ...scenario.sqlServers.map(({ name }) => `  - { name: ${quoted(name)}, ${sql(name)} }`),
    "managedInstances:",
    ...scenario.managedInstances.flatMap((spec) => [
      `  - name: ${quoted(spec.name)}`,
      `    resourceId: ${resourceId(spec)}`,
      "    credential: lab-arm",
      "    pollSeconds: 15",
      `    endpoint: http://${host}:${ports.arm}`,
      `    sql: { ${sql(spec.name)} }`,
    ]),
    ...(scenario.synapseWorkspaces.length > 0 ? ["synapseWorkspaces:"] : []),
    ...scenario.synapseWorkspaces.flatMap(({ name }) => [
      `  - name: ${quoted(name)}`,
      `    endpoint: http://${host}:${ports.synapse[name]}`,
      "    credential: lab-arm",
      "    pollSeconds: 15",
      `    arm: http://${host}:${ports.synapse[name]}`,
    ]),
    "",
  ].join("\n");
}
