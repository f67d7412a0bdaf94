import { expect, test } from "vitest";
import { issueCertificate } from "../../lab/x509.ts";
import { readPage } from "../payload-fields.ts";
import { LookFailure } from "../source.ts";
import {
  readDatabases,
  readEndpointCertificates,
  readLink,
  readManagedInstance,
  readOperations,
  readSubnet,
  readTrustCertificates,
} from "./payloads.ts";

const entry = (properties: unknown) => ({ id: "/subscriptions/s/x", name: "dag-erp", properties });
const firstDatabase = (database: object, role = "Secondary") =>
  readLink(entry({ instanceLinkRole: role, databases: [database] })).databases[0]!;

test("a full link is read field by field", () => {
  const facts = readLink(
    entry({
      distributedAvailabilityGroupName: "dag-erp",
      distributedAvailabilityGroupId: "6F9619FF-8B86-D011-B42D-00C04FC964FF",
      replicationMode: "Async",
      partnerLinkRole: "Primary",
      instanceLinkRole: "Secondary",
      partnerEndpoint: "TCP://sqlham01.lab:5022",
      databases: [
        {
          databaseName: "ERP",
          replicaState: "LinkSynchronizing",
          seedingProgress: "80%",
          lastHardenedLsn: "37000060211900000999996",
          lastHardenedTime: "2026-05-04T10:00:00.123Z",
          mostRecentLinkError: "41976",
          partnerAuthCertValidity: { certificateName: "cert_sqlham01", expiryDate: "2027-05-04T00:00:00Z" },
        },
      ],
    }),
  );
  expect(facts).toMatchObject({
    name: "dag-erp",
    distributedAvailabilityGroupId: "6f9619ff-8b86-d011-b42d-00c04fc964ff",
    instanceLinkRole: "Secondary",
    failoverMode: null,
    databases: [
      {
        databaseName: "ERP",
        seedingProgressPercent: 80,
        lastHardenedLsn: "37000060211900000999996",
        lastHardenedAt: new Date("2026-05-04T10:00:00.123Z"),
        lastSentLsn: null,
        mostRecentLinkError: "41976",
        partnerCertificateName: "cert_sqlham01",
        partnerCertificateExpiresAt: new Date("2027-05-04T00:00:00Z"),
      },
    ],
  });
});

test("every field may be missing", () => {
  expect(readLink({ name: "dag" })).toMatchObject({ armId: null, name: "dag", replicationMode: null, databases: [] });
  expect(readLink({ name: "dag", properties: { databases: [{}] } }).databases[0]).toMatchObject({
    databaseName: null,
    connectedState: null,
    partnerCertificateExpiresAt: null,
    instanceSendReplicationLagSeconds: null,
  });
});

test.each([
  ["80%", 80],
  ["0%", 0],
  ["99.5 %", 99.5],
  [42, 42],
  ["", null],
  ["101%", null],
  ["-3%", null],
  ["almost", null],
  [null, null],
  [{ percent: 3 }, null],
])("seedingProgress %j is %j percent", (seedingProgress, percent) => {
  expect(firstDatabase({ seedingProgress }).seedingProgressPercent).toBe(percent);
});

test.each([
  ["41976", "41976"],
  [41976, "41976"],
  ["  ", null],
  [null, null],
  [{ code: 1 }, null],
  ["<script>alert(1)</script>", "<script>alert(1)</script>"],
])("mostRecentLinkError %j is %j", (mostRecentLinkError, text) => {
  expect(firstDatabase({ mostRecentLinkError }).mostRecentLinkError).toBe(text);
});

test("lags count only while the managed instance is primary", () => {
  const lags = { instanceSendReplicationLagSeconds: 0, instanceRedoReplicationLagSeconds: 7 };
  expect(firstDatabase(lags)).toMatchObject({
    instanceSendReplicationLagSeconds: null,
    instanceRedoReplicationLagSeconds: null,
  });
  expect(firstDatabase(lags, "Primary")).toMatchObject({
    instanceSendReplicationLagSeconds: 0,
    instanceRedoReplicationLagSeconds: 7,
  });
});

test.each([
  ["12345678901234567890123456", null],
  ["0x1F", null],
  [37000060211900000, null],
  ["71000009407900001", "71000009407900001"],
])("an LSN of %j is %j", (lastHardenedLsn, lsn) => {
  expect(firstDatabase({ lastHardenedLsn }).lastHardenedLsn).toBe(lsn);
});

test.each(["0001-01-01T00:00:00Z", "yesterday", "", 5, null])("a time of %j is not known", (lastCommitTime) => {
  expect(firstDatabase({ lastCommitTime }).lastCommitAt).toBeNull();
});

test("unknown values of open enums come through", () => {
  expect(firstDatabase({ replicaState: "LinkTeleporting", connectedState: "MAYBE" })).toMatchObject({
    replicaState: "LinkTeleporting",
    connectedState: "MAYBE",
  });
});

test.each([
  [() => readLink({ properties: {} }), "distributedAvailabilityGroups: an entry has no name"],
  [() => readLink("text"), "distributedAvailabilityGroups: the answer is not what its api-version describes"],
  [() => readLink({ name: "dag", properties: [] }), "distributedAvailabilityGroups: properties is not"],
  [() => readPage("serverTrustCertificates", { value: {} }), "serverTrustCertificates: value is not"],
  [() => readPage("serverTrustCertificates", null), "serverTrustCertificates: the answer is not"],
  [() => readManagedInstance({}), "managedInstances: the answer has no name"],
])("what is no answer at all is malformed (%#)", (run, message) => {
  expect(run).toThrow(LookFailure);
  expect(run).toThrow(message);
});

test("a managed instance is read field by field, and every field may be missing", () => {
  const subnetId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Network/virtualNetworks/v/subnets/mi";
  const body = {
    id: "/subscriptions/s/x",
    name: "mi-erp-weu",
    location: "westeurope",
    sku: { name: "GP_Gen5", tier: "GeneralPurpose" },
    properties: {
      provisioningState: "Succeeded",
      state: "Ready",
      databaseFormat: "AlwaysUpToDate",
      storageSizeInGB: 2048,
      subnetId,
      maintenanceConfigurationId: "/subscriptions/s/providers/Microsoft.Maintenance/x/SQL_Default",
    },
  };
  expect(readManagedInstance(body)).toMatchObject({
    name: "mi-erp-weu",
    location: "westeurope",
    provisioningState: "Succeeded",
    state: "Ready",
    updatePolicy: "AlwaysUpToDate",
    storageSizeGb: 2048,
    subnetId,
    maintenanceConfigurationId: "/subscriptions/s/providers/Microsoft.Maintenance/x/SQL_Default",
  });
  expect(readManagedInstance({ name: "mi" })).toMatchObject({ state: null, location: null, subnetId: null });
  expect(readManagedInstance({ name: "mi", properties: { state: 3, storageSizeInGB: "2048" } })).toMatchObject({
    state: null,
    storageSizeGb: null,
  });
});

test("operations come newest first, at most twenty, and odd values are not known", () => {
  const at = (minute: number) => `2026-05-04T10:${String(minute).padStart(2, "0")}:00Z`;
  const entries = Array.from({ length: 25 }, (_, n) => ({ name: `op-${n}`, properties: { startTime: at(n) } }));
  const read = readOperations([{ name: "undated" }, ...entries, { properties: { state: "InProgress" } }]);
  expect(read.map((one) => one.name)).toEqual(Array.from({ length: 20 }, (_, n) => `op-${24 - n}`));
  expect(
    readOperations([
      {
        name: "5b1f",
        properties: {
          operation: "UpsertManagedServer",
          operationFriendlyName: "UPDATE MANAGED SERVER",
          percentComplete: 35,
          startTime: at(0),
          estimatedCompletionTime: at(50),
          state: "Failed",
          errorCode: "40627",
          errorDescription: "Operation on server is not supported.",
          isCancellable: true,
        },
      },
      { name: "odd", properties: { percentComplete: "35", errorCode: {}, isCancellable: "yes", state: 1 } },
    ]),
  ).toEqual([
    {
      name: "5b1f",
      operation: "UpsertManagedServer",
      friendlyName: "UPDATE MANAGED SERVER",
      state: "Failed",
      percentComplete: 35,
      startedAt: new Date("2026-05-04T10:00:00Z"),
      estimatedCompletionAt: new Date("2026-05-04T10:50:00Z"),
      errorCode: 40627,
      errorDescription: "Operation on server is not supported.",
      isCancellable: true,
    },
    {
      name: "odd",
      operation: null,
      friendlyName: null,
      state: null,
      percentComplete: null,
      startedAt: null,
      estimatedCompletionAt: null,
      errorCode: null,
      errorDescription: null,
      isCancellable: null,
    },
  ]);
});

test("databases keep a status nobody documented, and one without a name is none", () => {
  expect(
    readDatabases([
      { name: "ERP", properties: { status: "Teleporting", creationDate: "2026-05-04T10:00:00Z" } },
      { name: "CRM" },
      { properties: { status: "Online" } },
    ]),
  ).toEqual([
    { name: "ERP", status: "Teleporting", createdAt: new Date("2026-05-04T10:00:00Z") },
    { name: "CRM", status: null, createdAt: null },
  ]);
});

test.each([
  [{ properties: { addressPrefix: "10.48.2.0/24" } }, ["10.48.2.0/24"]],
  [{ properties: { addressPrefixes: ["10.48.2.0/24", "10.49.0.0/26"] } }, ["10.48.2.0/24", "10.49.0.0/26"]],
  [{ properties: { addressPrefix: 7, addressPrefixes: [7] } }, []],
  [{}, []],
])("a subnet %j has the ranges %j", (body, ranges) => {
  expect(readSubnet(body)).toEqual(ranges);
});

test("certificates are dated from their DER, with or without 0x", () => {
  const issued = issueCertificate({
    commonName: "SQLHAM01",
    startsAt: new Date("2026-01-01T00:00:00Z"),
    expiresAt: new Date("2027-01-01T00:00:00Z"),
  });
  const hex = issued.der.toString("hex");
  const trust = readTrustCertificates([
    {
      name: "one",
      properties: { publicBlob: `0x${hex.toUpperCase()}`, certificateName: "cert_one", thumbprint: "ignored" },
    },
    { name: "two", properties: { publicBlob: hex } },
    { name: "three", properties: { publicBlob: "0xNOPE", thumbprint: "0xabcd" } },
    { name: "four" },
  ]);
  expect(trust[0]).toMatchObject({
    name: "cert_one",
    use: "trust",
    subject: "CN=SQLHAM01",
    issuer: "CN=SQLHAM01",
    startsAt: new Date("2026-01-01T00:00:00Z"),
    expiresAt: new Date("2027-01-01T00:00:00Z"),
  });
  expect(trust[0]!.thumbprint).toMatch(/^[0-9A-F]{40}$/);
  expect(trust[1]!.thumbprint).toBe(trust[0]!.thumbprint);
  expect(trust.slice(2)).toMatchObject([
    { name: "three", thumbprint: "ABCD", expiresAt: null },
    { name: "four", thumbprint: null, expiresAt: null },
  ]);
  const endpoints = readEndpointCertificates([
    { name: "SERVICE_BROKER", properties: { publicBlob: hex } },
    { name: "DATABASE_MIRRORING", properties: { publicBlob: hex } },
    { name: "DATABASE_MIRRORING", properties: { publicBlob: "00" } },
  ]);
  expect(endpoints).toMatchObject([
    { name: "DATABASE_MIRRORING", use: "endpoint", expiresAt: new Date("2027-01-01T00:00:00Z") },
  ]);
});
