import { expect, test } from "vitest";
import { type Rotated, rotationSteps } from "./certificate-rotation.ts";

const now = new Date("2026-11-19T03:12:40.000Z");

const rotated: Rotated = {
  kind: "sqlserver",
  name: "Cert_SQLHAM01",
  servers: [{ name: "SQLHAM01", endpoint: { name: "Hadr]x", connectionAuthDesc: "NEGOTIATE, CERTIFICATE" } }],
  copies: [{ server: "mi-erp-weu", name: "Cert_SQLHAM01", resourceGroup: "rg-o'hara", match: "same" }],
};

test("the other side trusts the new certificate before the endpoint uses it, and the old one goes last", () => {
  expect(rotationSteps(rotated, now).map((step) => [step.where, step.title])).toEqual([
    ["SQLHAM01", "Create the new certificate"],
    ["SQLHAM01", "Read its public key"],
    ["mi-erp-weu", "Import it on mi-erp-weu, before the endpoint uses it"],
    ["SQLHAM01", "Let the endpoint use it"],
    ["SQLHAM01", "Verify that the links stay connected"],
    ["SQLHAM01", "Drop the old certificate, once every link has connected anew"],
    ["mi-erp-weu", "Remove the old copy from mi-erp-weu"],
  ]);
});

test("a rotation half done goes on where it stopped, under a name that is free", () => {
  const steps = rotationSteps({ ...rotated, copies: [{ ...rotated.copies[0]!, match: "other" }] }, now);
  expect(steps.map((step) => step.title)).toEqual([
    "Read its public key",
    "Import it on mi-erp-weu",
    "Verify that the links stay connected",
    "Remove the old copy from mi-erp-weu",
  ]);
  expect(steps[1]?.text).toContain("--certificate-name 'Cert_SQLHAM01_20261119'");
  expect(steps[3]?.text).toContain("--certificate-name 'Cert_SQLHAM01'");
});

test("names are quoted as each language wants it", () => {
  const text = rotationSteps(
    { ...rotated, servers: [{ name: "SQL'HAM\\TWO", endpoint: rotated.servers[0]!.endpoint }] },
    now,
  )
    .map((step) => step.text)
    .join("\n");
  expect(text).toContain("CREATE CERTIFICATE [Cert_SQL_HAM_TWO_endpoint_20261119]");
  expect(text).toContain("N'Certificate for SQL''HAM\\TWO endpoint', EXPIRY_DATE = '20281119'");
  expect(text).toContain("--resource-group 'rg-o'\\''hara'");
  expect(text).toContain("ALTER ENDPOINT [Hadr]]x]");
});

test.each([
  ["CERTIFICATE", "AUTHENTICATION = CERTIFICATE [Cert_SQLHAM01_endpoint_20261119]"],
  [null, "AUTHENTICATION = CERTIFICATE [Cert_SQLHAM01_endpoint_20261119]"],
  ["NEGOTIATE, CERTIFICATE", "AUTHENTICATION = WINDOWS NEGOTIATE CERTIFICATE [Cert_SQLHAM01_endpoint_20261119]"],
  ["CERTIFICATE, NTLM", "AUTHENTICATION = CERTIFICATE [Cert_SQLHAM01_endpoint_20261119] WINDOWS NTLM"],
])("what else an endpoint with %s accepts stays", (connectionAuthDesc, words) => {
  const steps = rotationSteps(
    { ...rotated, servers: [{ name: "SQLHAM01", endpoint: { name: "Hadr", connectionAuthDesc } }] },
    now,
  );
  expect(steps.find((step) => step.title.startsWith("Let the endpoint"))?.text).toContain(words);
});

test("what Azure renews is only verified, and replaced where it is not believed", () => {
  const host = "mi-erp-weu.4c1e.database.windows.net";
  const steps = rotationSteps(
    {
      kind: "instance",
      name: "DATABASE_MIRRORING",
      servers: [{ name: "mi-erp-weu", endpoint: null }],
      copies: [{ server: "SQLHAM01", name: host, resourceGroup: null, match: "same" }],
    },
    now,
  );
  expect(steps.map((step) => step.where)).toEqual(["mi-erp-weu", "SQLHAM01", "SQLHAM01"]);
  expect(steps[2]?.text).toContain(`CREATE CERTIFICATE [${host}] FROM BINARY`);
});
