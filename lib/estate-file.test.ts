import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { openEstate } from "./estate.ts";
import { EstateError, parseEstate, readEstate } from "./estate-file.ts";

const environment = {
  SQL_PASSWORD: "hunter2",
  ARM_TOKEN: "token-value",
  LINKSPAN_SQL_PASSWORD: "x",
  LINKSPAN_CLIENT_SECRET: "y",
};
const directory = mkdtempSync(join(tmpdir(), "estate-"));
writeFileSync(join(directory, "ca.pem"), "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n");
writeFileSync(join(directory, "empty"), "\n");
writeFileSync(join(directory, "secret"), "from-a-file\n");
const path = join(directory, "estate.yaml");

const good = `credentials:
  lab-sql: { kind: sql, user: linkspan, password: "env:SQL_PASSWORD" }
  lab-arm: { kind: token, token: "env:ARM_TOKEN" }
sqlServers:
  - name: SQLHAM01
    host: sqlham01.lab
    credential: lab-sql
managedInstances:
  - name: mi-erp-weu
    resourceId: /subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/managedInstances/mi-erp-weu
    credential: lab-arm
`;

const resource = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/managedInstances/mi-crm-weu";

/** What is replaced in the good file, with what, and where and how the result is refused. */
const wrong: [story: string, replaced: string, by: string, refusal: string][] = [
  [
    "broken YAML",
    "credentials:\n",
    "credentials: [\n",
    "4:1: not YAML or JSON: Flow sequence in block collection must be sufficiently indented and end with a ]",
  ],
  [
    "a value that looks like an alias",
    '"env:SQL_PASSWORD"',
    "*correct-horse",
    "1:1: has an alias (*name) that leads nowhere, or more aliases than an estate can need: quote the value, or write it out",
  ],
  [
    "a key given twice",
    "    host: sqlham01.lab\n",
    "    host: a.lab\n    host: b.lab\n",
    "7:5: not YAML or JSON: Map keys must be unique",
  ],
  ["a misspelt top-level key", "sqlServers:", "sqlServer:", '4:1: unknown key "sqlServer": did you mean "sqlServers"?'],
  [
    "a misspelt key of a server",
    "    host: sqlham01.lab",
    "    host: a.lab\n    prot: 1433",
    '7:5: unknown key "prot": did you mean "port"?',
  ],
  [
    "a key like no other",
    "    host: sqlham01.lab",
    "    host: a.lab\n    azimuth: 1",
    '7:5: unknown key "azimuth": known here: name, host, port, instance, credential, pollSeconds, readOnlyIntent, tls',
  ],
  [
    "a literal password",
    '"env:SQL_PASSWORD"',
    "correct-horse",
    "2:41: password: secrets do not stand in this file: put it into an environment variable or a file, and write env:NAME or file:/path here",
  ],
  [
    "a password that is a number",
    '"env:SQL_PASSWORD"',
    "123456",
    "2:41: password: should be env:NAME or file:/path, never the secret itself",
  ],
  [
    "a missing environment variable",
    "env:SQL_PASSWORD",
    "env:NOT_THERE",
    "2:41: password: the environment variable NOT_THERE is not set",
  ],
  [
    "a missing secret file",
    "env:SQL_PASSWORD",
    "file:/nowhere/secret",
    "2:41: password: the file /nowhere/secret cannot be read",
  ],
  [
    "an empty secret file",
    "env:SQL_PASSWORD",
    "file:./empty",
    `2:41: password: the file ${join(directory, "empty")} is empty`,
  ],
  [
    "an unknown kind of credential",
    "kind: sql",
    "kind: kerberos",
    "2:14: kind: should be a credential with kind: sql, default, servicePrincipal or token",
  ],
  ["a credential without a user", "user: linkspan, ", "", "2:3: user: is missing: give the name of a SQL login"],
  [
    "a credential that is not there",
    "credential: lab-sql",
    "credential: lab",
    '7:5: credential: credentials: has no "lab"; it has lab-sql, lab-arm',
  ],
  [
    "a SQL login for Azure",
    "credential: lab-arm",
    "credential: lab-sql",
    '11:5: credential: "lab-sql" is not of a kind that can be used here: use kind default, servicePrincipal or token',
  ],
  [
    "a server without a name",
    "  - name: SQLHAM01\n    host",
    "  - host",
    "5:5: name: is missing: give a name, as people call the server",
  ],
  ["a server without a host", "    host: sqlham01.lab\n", "", "5:5: host: is missing: give a host name or address"],
  [
    "a host with its port",
    "host: sqlham01.lab",
    "host: sqlham01.lab,1433",
    "6:5: host: should be a host name alone: the port goes into port, the instance into instance",
  ],
  [
    "a name with a line break",
    "name: SQLHAM01",
    'name: "SQL\\nHAM"',
    "5:5: name: should be a name, as people call the server",
  ],
  [
    "a port that is text",
    "    host: sqlham01.lab",
    '    host: a.lab\n    port: "1433"',
    "7:5: port: should be a port from 1 to 65535",
  ],
  [
    "a port out of range",
    "    host: sqlham01.lab",
    "    host: a.lab\n    port: 99999",
    "7:5: port: should be a port from 1 to 65535",
  ],
  [
    "a port and an instance",
    "    host: sqlham01.lab",
    "    host: a.lab\n    port: 1433\n    instance: FIN",
    "8:5: instance: a server is found by its port or by its instance name: keep one of them",
  ],
  [
    "an address without the certificate's name",
    "sqlham01.lab",
    "10.0.0.4",
    "6:5: host: a certificate names no IP address: give the host's name, or the certificate's in tls.serverName",
  ],
  [
    "a half-hearted trust",
    "    host: sqlham01.lab",
    "    host: a.lab\n    tls: { trust: yes please }",
    '7:12: trust: should be "blindly", or leave it out',
  ],
  [
    "trust and an authority",
    "    host: sqlham01.lab",
    "    host: a.lab\n    tls: { ca: ./ca.pem, trust: blindly }",
    "7:26: trust: blindly leaves nothing for ca or serverName to check: remove the one or the others",
  ],
  [
    "an authority that is not there",
    "    host: sqlham01.lab",
    "    host: a.lab\n    tls: { ca: ./other.pem }",
    `7:12: ca: there is no file ${join(directory, "other.pem")}`,
  ],
  [
    "an authority that is no certificate",
    "    host: sqlham01.lab",
    "    host: a.lab\n    tls: { ca: ./secret }",
    `7:12: ca: ${join(directory, "secret")} holds no certificate in PEM form (-----BEGIN CERTIFICATE-----)`,
  ],
  [
    "encryption turned off",
    "    host: sqlham01.lab",
    "    host: a.lab\n    tls: { encrypt: off }",
    "7:12: encrypt: should be one of on, strict",
  ],
  [
    "the same server twice",
    "managedInstances:",
    "  - { name: sqlham01, host: b.lab, credential: lab-sql }\nmanagedInstances:",
    '8:7: name: "sqlham01" is already entry 1 of sqlServers: each is watched once',
  ],
  [
    "the same address twice",
    "managedInstances:",
    "  - { name: B, host: SQLHAM01.lab, port: 1433, credential: lab-sql }\nmanagedInstances:",
    "8:16: host: the same address as entry 1 of sqlServers: give its port or instance",
  ],
  [
    "a resource ID of something else",
    "managedInstances/mi-erp-weu",
    "servers/mi-erp-weu",
    "10:5: resourceId: should be /subscriptions/<id>/resourceGroups/<group>/providers/Microsoft.Sql/managedInstances/<name>, as on its Properties page in the portal",
  ],
  [
    "clear text to a far endpoint",
    "    credential: lab-arm",
    "    credential: lab-arm\n    endpoint: http://10.0.0.4",
    "12:5: endpoint: http:// is only for a lab on this machine with a credential of kind token: use https://",
  ],
  [
    "an endpoint with a path",
    "    credential: lab-arm",
    "    credential: lab-arm\n    endpoint: https://a/b",
    "12:5: endpoint: should be an address without a path, such as https://management.azure.com",
  ],
  [
    "a subnet without its range",
    "    credential: lab-arm",
    "    credential: lab-arm\n    subnet: 10.48.2.0",
    "12:5: subnet: should be the subnet's address range, such as 10.48.2.0/24",
  ],
  [
    "polling without pause",
    "sqlServers:",
    "defaults: { pollSeconds: 0 }\nsqlServers:",
    "4:13: pollSeconds: should be a whole number of seconds from 1 to 3600",
  ],
  [
    "an unknown limit",
    "sqlServers:",
    "limits: { stallSecond: 5 }\nsqlServers:",
    '4:11: unknown key "stallSecond": did you mean "stallSeconds"?',
  ],
  [
    "a limit of nothing",
    "sqlServers:",
    "limits: { stallSeconds: 0 }\nsqlServers:",
    "4:11: stallSeconds: should be a number above 0",
  ],
  [
    "servers as a block",
    "  - name: SQLHAM01\n    host",
    "    name: SQLHAM01\n    host",
    "4:1: sqlServers: should be a list: each entry begins with a dash",
  ],
  [
    "nothing to watch",
    good.slice(good.indexOf("sqlServers:")),
    "",
    "1:1: names no SQL Server and no managed instance: there is nothing to watch",
  ],
  ["a list at the top", good, "- a\n", "1:1: should hold sqlServers: or managedInstances:"],
  ["an empty file", good, "", "1:1: should hold sqlServers: or managedInstances:"],
];

test.each(wrong)("%s is refused with its line and what to do", (_, replaced, by, refusal) => {
  expect(good).toContain(replaced);
  let message = "";
  try {
    parseEstate(
      good.replace(replaced, () => by),
      path,
      environment,
    );
  } catch (error) {
    expect(error).toBeInstanceOf(EstateError);
    message = (error as Error).message;
  }
  expect(message.split("\n")).toContain(`${path}:${refusal}`);
  expect(message).not.toMatch(/hunter2|correct-horse|123456/);
});

test("all problems are listed at once, in the order of the file", () => {
  const text = good.replace("env:SQL_PASSWORD", "literal").replace("host:", "hots:").replace("lab-arm\n", "nobody\n");
  expect(() => parseEstate(text, "e.yaml", environment)).toThrow(
    [
      "e.yaml:2:41: password: secrets do not stand in this file: put it into an environment variable or a file, and write env:NAME or file:/path here",
      "e.yaml:5:5: host: is missing: give a host name or address",
      'e.yaml:6:5: unknown key "hots": did you mean "host"?',
      'e.yaml:11:5: credential: credentials: has no "nobody"; it has lab-sql, lab-arm',
    ].join("\n"),
  );
});

test("a file that is not there is said so", () => {
  expect(() => readEstate("/nowhere/estate.yaml")).toThrow("/nowhere/estate.yaml:1:1: there is no such file");
});

test("JSON is read as well, with lines", () => {
  const json = (port: unknown) =>
    JSON.stringify(
      {
        credentials: { c: { kind: "sql", user: "u", password: "env:SQL_PASSWORD" } },
        sqlServers: [{ name: "A", host: "a.lab", port, credential: "c" }],
      },
      null,
      2,
    );
  expect(parseEstate(json(1444), "e.json", environment).sqlServers[0]).toMatchObject({ name: "A", at: { port: 1444 } });
  expect(() => parseEstate(json("x"), "e.json", environment)).toThrow(
    "e.json:13:7: port: should be a port from 1 to 65535",
  );
});

test("defaults are filled in, and limits override one by one", () => {
  const estate = parseEstate(`${good}limits: { stallSeconds: 60 }\n`, path, environment);
  expect(estate.sqlServers).toMatchObject([
    {
      at: { port: 1433 },
      pollSeconds: 10,
      readOnlyIntent: false,
      tls: { encrypt: "on", ca: null, serverName: null, isUnchecked: false },
    },
  ]);
  expect(estate.managedInstances).toMatchObject([
    { endpoint: "https://management.azure.com", sql: null, subnet: null, pollSeconds: 10 },
  ]);
  const named = good.replace("    credential: lab-arm", "    credential: lab-arm\n    subnet: 10.48.2.0/24");
  expect(parseEstate(named, path, environment).managedInstances[0]?.subnet).toBe("10.48.2.0/24");
  expect(estate.limits).toMatchObject({ stallSeconds: 60, certificateAttentionDays: 30 });
});

test("secrets are read where they are used and print as their reference", () => {
  const estate = parseEstate(good.replace("env:SQL_PASSWORD", "file:secret"), path, environment);
  const { credential } = estate.sqlServers[0]!;
  expect(credential.kind === "sql" && credential.password.read()).toBe("from-a-file");
  expect(JSON.stringify(estate)).toContain('"file:secret"');
  expect(JSON.stringify(estate) + inspect(estate, { depth: 9 }) + String(estate)).not.toMatch(
    /from-a-file|token-value/,
  );
});

test("the example is a valid estate and opens as its sources", () => {
  const example = readFileSync(new URL("../public/estate.example.yaml", import.meta.url), "utf8");
  const open = openEstate(parseEstate(example, "estate.example.yaml", environment));
  expect([...open.sources.keys()]).toEqual([
    "sql:SQLHAM01",
    "sql:SQLHAM02",
    "sql:SQLBER01",
    "sql:SQLOLD01",
    "mi:mi-erp-weu",
    "arm:mi-erp-weu",
    "arm:mi-crm-weu",
    "synapse:syn-dwh-weu",
  ]);
  expect(open.tlsNotes).toEqual(["SQLOLD01: any certificate is accepted (tls.trust: blindly in the estate file)"]);
  expect(open.identities[4]).toEqual({
    id: "mi:mi-erp-weu",
    kind: "sqlserver",
    side: "instance",
    name: "mi-erp-weu",
    intervalSeconds: 10,
    isTlsUnchecked: false,
  });
  expect(open.limits.certificateAttentionDays).toBe(45);
});

test("a managed instance is watched once, whatever the case of its resource ID", () => {
  const twice = `${good}  - { name: b, resourceId: ${resource}, credential: lab-arm }\n  - { name: c, resourceId: ${resource.toUpperCase().replace("/SUBSCRIPTIONS", "/subscriptions")}, credential: lab-arm }\n`;
  expect(() => parseEstate(twice, "e.yaml", environment)).toThrow(
    /e.yaml:13:16: resourceId: .* is already entry 2 of managedInstances/,
  );
});
