// Findings about the setup of a link: each is turned on and off again by what is set on its SQL Server, its link or its copy.
import { askedOften, play, set, turnEachOnAndOff } from "./finding-rows.ts";
import { raiseStage } from "./product.ts";

const stage = raiseStage({ prepare: askedOften });

// While log flows a deviation has stopped nothing yet, so none of them is a problem.
turnEachOnAndOff(stage, [
  {
    key: "configuration.endpoint.state",
    verdict: "attention",
    says: "database_mirroring_endpoint on SQLLAB01 is STOPPED",
    change: set("SQLLAB01", { endpointState: "STOPPED" }),
  },
  {
    key: "configuration.endpoint.authentication",
    verdict: "attention",
    says: "is NTLM",
    change: set("SQLLAB01", { endpointAuth: "NTLM" }),
  },
  {
    key: "configuration.endpoint.encryption",
    verdict: "attention",
    says: "does not encrypt",
    change: set("SQLLAB01", { isEncryptionEnabled: false }),
    beside: ["configuration.endpoint.algorithm"],
  },
  {
    key: "configuration.endpoint.algorithm",
    verdict: "attention",
    says: "is RC4",
    change: set("SQLLAB01", { encryptionAlgorithm: "RC4" }),
  },
  {
    key: "configuration.trace-flag-12381",
    verdict: "attention",
    says: "12381 is still on at SQLLAB01, and no database is seeding",
    change: set("SQLLAB01", { traceFlags: [1800, 9567, 12381] }),
  },
  {
    key: "disagreement.seeding-mode",
    verdict: "attention",
    says: "ARM says that seeding of orders is Automatic, SQLLAB01 and mi-lab say MANUAL",
    change: set("link:orders", { seedingMode: "MANUAL" }),
  },
  {
    key: "disagreement.partner-endpoint",
    verdict: "attention",
    says: "as the endpoint of SQLLAB01",
    change: set("link:orders", { partnerEndpointUrl: "tcp://sqllab01.corp.example:5099" }),
  },
  {
    key: "disagreement.mode",
    verdict: "attention",
    says: "SQLLAB01",
    change: play("mode-mismatch"),
  },
]);

turnEachOnAndOff(
  stage,
  [
    {
      key: "configuration.build",
      verdict: "problem",
      says: "SQLLAB01 runs",
      change: set("SQLLAB01", { productVersion: "13.0.5026.0" }),
    },
    {
      key: "configuration.edition",
      verdict: "problem",
      says: "SQLLAB01 is Web Edition",
      change: set("SQLLAB01", { edition: "Web Edition (64-bit)" }),
    },
    {
      key: "configuration.link-mode",
      verdict: "problem",
      says: "SQLLAB01 is set to links of many databases, which Standard Edition",
      change: set("SQLLAB01", {
        productVersion: "16.0.4250.1",
        edition: "Standard Edition (64-bit)",
        usesMultiDatabaseLinks: true,
      }),
    },
    {
      key: "configuration.endpoint",
      verdict: "problem",
      says: "SQLLAB01 has no mirroring endpoint",
      change: set("SQLLAB01", { isMissingEndpoint: true }),
    },
    {
      key: "configuration.always-on",
      verdict: "problem",
      says: "Always On is not enabled on SQLLAB01",
      change: set("SQLLAB01", { isHadrEnabled: false }),
    },
    {
      key: "configuration.recovery-model",
      verdict: "problem",
      says: "Orders is in SIMPLE",
      change: set("link:orders", { recoveryModel: "SIMPLE" }),
    },
    {
      key: "configuration.log-files",
      verdict: "problem",
      says: "Orders has 2 log files",
      change: set("link:orders", { logFileCount: 2 }),
    },
    {
      key: "configuration.collation",
      verdict: "attention",
      says: "SQLLAB01 has Latin1_General_CS_AS",
      change: set("SQLLAB01", { collation: "Latin1_General_CS_AS" }),
    },
    {
      key: "configuration.distributed-group.seeding-mode",
      verdict: "problem",
      says: "SQLLAB01 says MANUAL for orders",
      change: set("link:orders", { seedingMode: "MANUAL" }),
      beside: ["disagreement.seeding-mode"],
    },
    {
      key: "configuration.endpoint.partner-url",
      verdict: "problem",
      says: "leads the managed instance to itself",
      change: set("link:orders", { partnerEndpointUrl: "tcp://localhost:5022" }),
      beside: ["disagreement.partner-endpoint"],
    },
    {
      key: "configuration.endpoint.instance-url",
      verdict: "problem",
      says: "lacks ;Server=[…]",
      change: set("link:orders", { instanceEndpointUrl: "tcp://mi-lab.example.database.windows.net:5022" }),
    },
    {
      key: "configuration.endpoint.state",
      verdict: "problem",
      says: "is DISABLED",
      change: set("SQLLAB01", { endpointState: "DISABLED" }),
    },
    {
      key: "network.to-instance.5022",
      verdict: "problem",
      says: "A test from SQLLAB01 found port 5022 of mi-lab closed",
      change: set("SQLLAB01", { networkCheck: { port5022: false, hadrPort: true, remoteAddress: "10.48.2.14" } }),
    },
    {
      key: "network.to-instance.5022",
      verdict: "attention",
      says: "A test from SQLLAB01 reached port 5022 at 52.1.2.3, outside the subnet 10.48.2.0/24",
      change: set("SQLLAB01", { networkCheck: { port5022: true, hadrPort: true, remoteAddress: "52.1.2.3" } }),
      beside: ["network.to-instance.hadr"],
    },
    {
      key: "network.to-instance.hadr",
      verdict: "problem",
      says: "A test from SQLLAB01 found port 11002 of mi-lab closed",
      change: set("SQLLAB01", { networkCheck: { port5022: true, hadrPort: false, remoteAddress: "10.48.2.14" } }),
    },
    {
      key: "network.to-partner.5022",
      verdict: "problem",
      says: "A test from mi-lab found port 5022 of SQLLAB01 closed",
      change: set("mi-lab", { networkCheck: { port5022: false, hadrPort: false, remoteAddress: "10.20.1.17" } }),
    },
  ],
  { name: "a link that is cut", change: play("link-disconnected"), keys: ["connection"] },
);
