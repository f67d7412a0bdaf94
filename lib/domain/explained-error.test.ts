// Every error a voice names is explained with what was checked; what is over, or only information, is not told.
import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView } from "./assessment.ts";
import { isRequirement } from "./configuration-requirements.ts";
import { errorCatalogue } from "./error-catalogue.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { ArmDatabaseFacts, NetworkCheckFacts, SqlSeedingFacts } from "./sample.ts";

const errorsOf = (view: LinkView) => assess(view, null, defaultLimits, link.now).errors;
const named = (view: LinkView) => errorsOf(view).map((one) => [one.code, one.fact, one.vantage]);

const byArm = (changes: Partial<ArmDatabaseFacts>) =>
  link.linkView({
    arm: link.armVoice(link.armSource, link.armFacts({ databases: [link.armDatabase(changes)] }), link.armInstance()),
  });

const cut = (number: number, description: string | null = null, connected = "DISCONNECTED") =>
  link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({
        replicas: [
          link.replica(),
          link.replica({
            isLocal: false,
            roleDesc: null,
            connectedStateDesc: connected,
            lastConnectErrorNumber: number,
            lastConnectErrorDescription: description,
            lastConnectErrorAt: link.ago(580),
          }),
        ],
      }),
      link.sqlInstance(),
    ),
  });

const seeding = (changes: Partial<SqlSeedingFacts>, backups: Date[] = []) =>
  link.linkView({
    partner: link.voice(
      link.partnerSource,
      link.partnerFacts({ seedings: [link.seedingRow(changes)] }),
      link.sqlInstance({
        backups: link.reported([
          { databaseName: "ERP_Hamburg", lastFullAt: link.ago(90_000), lastLogAt: null, logBackupsAt: backups },
        ]),
      }),
    ),
  });

describe("errors are collected", () => {
  test.each<[string, LinkView, unknown[]]>([
    [
      "ARM's number under a state with Error",
      byArm({ replicaState: "LinkInitError", mostRecentLinkError: "41976" }),
      [["41976", "mostRecentLinkError", "arm"]],
    ],
    [
      "a number in ARM's sentence",
      byArm({ replicaState: "LinkCreationError", mostRecentLinkError: "Error 41977: no answer in 5 minutes." }),
      [["41977", "mostRecentLinkError", "arm"]],
    ],
    [
      "ARM's state where it tells no error",
      byArm({ replicaState: "LinkCreationError", mostRecentLinkError: null }),
      [["LinkCreationError", "replicaState", "arm"]],
    ],
    [
      "ARM's error while it says DISCONNECTED",
      byArm({ connectedState: "DISCONNECTED", mostRecentLinkError: "41986" }),
      [["41986", "mostRecentLinkError", "arm"]],
    ],
    [
      "the last connect error with the number inside its text",
      cut(9642, "An error occurred while receiving data: '10060(no answer)'."),
      [
        ["9642", "last_connect_error", "partner"],
        ["10060", "last_connect_error", "partner"],
      ],
    ],
    [
      "the error of a failed seeding",
      seeding({ currentState: "FAILED", errorCode: 1408, failureStateDesc: "SQL Error" }),
      [["1408", "error_code of seeding", "partner"]],
    ],
  ])("%s", (_, view, expected) => {
    expect(named(view)).toEqual(expected);
  });

  test("from a job that failed without a result", () => {
    const failed: NetworkCheckFacts = {
      job: "NetHelper",
      step: "TNC",
      ranAt: link.ago(60),
      target: null,
      port: null,
      remoteAddress: null,
      isOpen: null,
      output: "The job failed. Unable to start execution of step 1. Error: 22022.",
    };
    const view = link.linkView({
      instance: link.voice(
        link.instanceSource,
        link.instanceFacts(),
        link.sqlInstance({ networkChecks: link.reported([failed]), certificates: [] }),
      ),
    });
    expect(named(view)).toEqual([["22022", "output of job NetHelper", "instance"]]);
  });

  test("from an operation on links that failed and was not repeated since", () => {
    const operation = {
      name: "op",
      operation: "CreateLink",
      friendlyName: "CREATE LINK",
      state: "Failed",
      percentComplete: 100,
      startedAt: link.ago(900),
      estimatedCompletionAt: null,
      errorCode: 41962,
      errorDescription: "Operation aborted",
      isCancellable: false,
    };
    const withOperations = (states: string[]) =>
      link.linkView({
        arm: link.armVoice(link.armSource, link.armFacts(), {
          ...link.armInstance(),
          operations: link.reported(states.map((state) => ({ ...operation, state }))),
        }),
      });
    expect(named(withOperations(["Failed"]))).toEqual([["41962", "operation CREATE LINK", "arm"]]);
    expect(named(withOperations(["Succeeded", "Failed"]))).toEqual([]);
  });

  test.each<[string, LinkView]>([
    ["a link that is as it should be", link.linkView()],
    ["an error that ARM keeps under another state", byArm({ mostRecentLinkError: "41976" })],
    ["a connect error of before the connection", cut(10_060, null, "CONNECTED")],
    ["35202, which says that a connection was made", cut(35_202)],
    ["a seeding that succeeded after all", seeding({ currentState: "COMPLETED", errorCode: 1408 })],
  ])("but not %s", (_, view) => {
    expect(errorsOf(view)).toEqual([]);
  });
});

describe("an error is explained", () => {
  test("with its causes in order and what was checked here", () => {
    const [error] = errorsOf(byArm({ replicaState: "LinkInitError", mostRecentLinkError: "41973" }));
    expect(error).toMatchObject({
      text: "41973",
      at: link.ago(5),
      meaning: expect.stringContaining("cannot authenticate the SQL Server"),
      source: "Troubleshoot issues with the link",
    });
    expect(error?.causes.map((one) => one.checked?.verdict)).toEqual(["ok", "ok"]);
    expect(error?.causes[1]?.checked?.words).toBe("SQLHAM01 holds Cert_SQLHAM01, valid until 28 Nov 2027.");
  });

  test("a way that nobody tested is unknown, not fine", () => {
    const [error] = errorsOf(byArm({ replicaState: "LinkInitError", mostRecentLinkError: "41962" }));
    expect(error?.causes[0]?.checked).toEqual({ verdict: "unknown", words: "Nobody has tested this way yet." });
  });

  test("with the newest test of each port, in one sentence", () => {
    const check = (port: number, isOpen: boolean, seconds = 60): NetworkCheckFacts => ({
      job: "TestMILinkConnection",
      step: `Test ${port}`,
      ranAt: link.ago(seconds),
      target: null,
      port,
      remoteAddress: null,
      isOpen,
      output: null,
    });
    const view = cut(10_060);
    const facts = view.partner.instanceFacts as NonNullable<typeof view.partner.instanceFacts>;
    facts.networkChecks = link.reported([check(11_002, true), check(5022, false), check(5022, true, 600)]);
    expect(errorsOf(view)[0]?.causes[0]?.checked).toEqual({
      verdict: "problem",
      words: "By the test of 19 Nov: port 5022 closed; port 11002 open.",
    });
  });

  test.each([
    [[link.ago(1800)], "problem", "A log backup began on 19 Nov, while the seeding ran."],
    [[link.ago(7200)], "ok", "No log backup began while the seeding ran."],
  ])("1408 by the log backups at that time", (backups, verdict, words) => {
    const failed = { currentState: "FAILED", errorCode: 1408, startedAt: link.ago(3600), completedAt: link.ago(600) };
    expect(errorsOf(seeding(failed, backups))[0]?.causes[0]?.checked).toEqual({ verdict, words });
  });

  test("an unknown number is shown as it came", () => {
    expect(errorsOf(byArm({ replicaState: "LinkInitError", mostRecentLinkError: "Error 49999: so it is." }))).toEqual([
      {
        code: "49999",
        text: "Error 49999: so it is.",
        fact: "mostRecentLinkError",
        vantage: "arm",
        at: link.ago(5),
        meaning: null,
        causes: [],
        source: null,
      },
    ]);
  });

  test("every point of the setup that the catalogue names is one that is checked", () => {
    const checks = errorCatalogue.flatMap(({ causes }) => causes.map(({ check }) => check ?? ""));
    const keys = checks.filter((check) => check.startsWith("configuration.")).map((check) => check.slice(14));
    expect(keys.filter((key) => !isRequirement(key))).toEqual([]);
  });
});
