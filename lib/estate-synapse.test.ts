// The estate file's Synapse workspaces: what is filled in, and what is refused with what to do.
import { expect, test } from "vitest";
import { openEstate } from "./estate.ts";
import { parseEstate } from "./estate-file.ts";

const environment = { TOKEN: "token-value", PASSWORD: "x" };
const good = `credentials:
  lab: { kind: token, token: "env:TOKEN" }
  here: { kind: default }
  sql: { kind: sql, user: u, password: "env:PASSWORD" }
synapseWorkspaces:
  - name: syn-dwh
    endpoint: https://syn-dwh.dev.azuresynapse.net
    credential: here
`;
const parse = (text: string) => parseEstate(text, "e.yaml", environment);

test("a workspace alone is an estate, asked every 30 s, its servers found through Azure Resource Manager", () => {
  const estate = parse(good);
  expect(estate.synapseWorkspaces).toMatchObject([
    {
      name: "syn-dwh",
      endpoint: "https://syn-dwh.dev.azuresynapse.net",
      arm: "https://management.azure.com",
      pollSeconds: 30,
    },
  ]);
  expect(openEstate(estate).identities).toEqual([
    {
      id: "synapse:syn-dwh",
      kind: "synapse",
      side: "instance",
      name: "syn-dwh",
      intervalSeconds: 30,
      isTlsUnchecked: false,
    },
  ]);
});

test("a lab on this machine may be reached without TLS, with a token", () => {
  const lab = good
    .replace("https://syn-dwh.dev.azuresynapse.net", "http://127.0.0.1:4711")
    .replace("credential: here", "credential: lab\n    arm: http://127.0.0.1:4711\n    pollSeconds: 5");
  expect(parse(lab).synapseWorkspaces).toMatchObject([{ arm: "http://127.0.0.1:4711", pollSeconds: 5 }]);
});

const endpoint = "https://syn-dwh.dev.azuresynapse.net";
test.each([
  [
    "a path behind the endpoint",
    endpoint,
    `${endpoint}/linkconnections`,
    "7:5: endpoint: should be its development endpoint without a path",
  ],
  [
    "no endpoint",
    `    endpoint: ${endpoint}\n`,
    "",
    "6:5: endpoint: is missing: give the development endpoint of the workspace",
  ],
  [
    "another workspace's endpoint",
    "name: syn-dwh",
    "name: syn-crm",
    '6:5: name: endpoint is that of workspace "syn-dwh"',
  ],
  [
    "clear text to elsewhere",
    endpoint,
    "http://syn.example",
    "7:5: endpoint: http:// is only for a lab on this machine",
  ],
  [
    "clear text for Azure Resource Manager",
    "credential: here",
    "credential: here\n    arm: http://arm.example",
    "9:5: arm: http:// is only for a lab",
  ],
  [
    "a SQL login",
    "credential: here",
    "credential: sql",
    '8:5: credential: "sql" is not of a kind that can be used here',
  ],
  ["a single token", "credential: here", "credential: lab", "8:5: credential: one token cannot open both"],
  [
    "a credential that is not there",
    "credential: here",
    "credential: there",
    '8:5: credential: credentials: has no "there"',
  ],
  [
    "a misspelt key",
    "    credential: here",
    "    credential: here\n    endpiont: x",
    '9:5: unknown key "endpiont": did you mean "endpoint"?',
  ],
  [
    "the same workspace twice",
    "    credential: here\n",
    `    credential: here\n  - { name: SYN-DWH, endpoint: "${endpoint}", credential: here }\n`,
    '9:7: name: "SYN-DWH" is already entry 1 of synapseWorkspaces',
  ],
])("%s is refused with its line", (_, replaced, by, refusal) => {
  expect(good).toContain(replaced);
  expect(() => parse(good.replace(replaced, by))).toThrow(refusal);
});
