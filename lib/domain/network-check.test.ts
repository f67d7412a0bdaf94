// What tests of the network prove: closed, open, outside the subnet, of a node that moved, too old; and when that is a finding.
import { describe, expect, test } from "vitest";
import { assess } from "./assess.ts";
import type { LinkView } from "./assessment.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import type { NetworkCheckFacts } from "./sample.ts";

const node = "DB44C.tr1207.northeurope1-a.worker.database.windows.net";
const dnsName = "mi-erp-weu.4c1e.database.windows.net";
const hour = 3600;

function check(changes: Partial<NetworkCheckFacts> = {}): NetworkCheckFacts {
  return {
    job: "TestMILinkConnection",
    step: "Test Port 5022",
    ranAt: link.ago(hour),
    target: dnsName,
    port: 5022,
    remoteAddress: "10.48.2.14",
    isOpen: true,
    output: "TcpTestSucceeded : True",
    ...changes,
  };
}

const hadr = (changes: Partial<NetworkCheckFacts> = {}) =>
  check({ step: "Test HADR Port", target: node, port: 11_002, ...changes });
const back = (changes: Partial<NetworkCheckFacts> = {}) =>
  check({ job: "NetHelper", step: "TNC", target: "sqlham01.corp.example", remoteAddress: null, ...changes });

function viewWith(partner: NetworkCheckFacts[], instance: NetworkCheckFacts[] = [], isCut = false): LinkView {
  const broken = { connectedStateDesc: "DISCONNECTED", roleDesc: null };
  const fabric = link.reported({ dnsName, nodeName: node, hadrPort: 11_002 });
  return link.linkView({
    partner: link.voice(
      link.partnerSource,
      isCut
        ? link.partnerFacts({ replicas: [link.replica(), link.replica({ isLocal: false, ...broken })] })
        : link.partnerFacts(),
      link.sqlInstance({ networkChecks: link.reported(partner) }),
    ),
    instance: link.voice(
      link.instanceSource,
      isCut
        ? link.instanceFacts({ replicas: [link.replica({ ...broken, roleDesc: "SECONDARY" })] })
        : link.instanceFacts(),
      link.sqlInstance({ serverName: "mi-erp-weu", certificates: [], fabric, networkChecks: link.reported(instance) }),
    ),
  });
}

const judge = (view: LinkView) => assess(view, null, defaultLimits, link.now);
const networkOf = (view: LinkView) => judge(view).network.map((one) => [one.result, one.verdict, one.reason]);
const findingsOf = (view: LinkView) =>
  judge(view)
    .findings.filter((one) => one.key.startsWith("network."))
    .map((one) => [one.key, one.verdict, one.reason]);

describe("a test is judged", () => {
  test.each<[string, NetworkCheckFacts, unknown[]]>([
    ["open", check(), ["open", "ok", "open"]],
    ["closed", check({ isOpen: false }), ["closed", "problem", "closed"]],
    [
      "outside the subnet",
      check({ remoteAddress: "10.9.0.4" }),
      ["outside", "attention", "open, but 10.9.0.4 lies outside the subnet 10.48.2.0/24"],
    ],
    [
      "of a node that moved",
      hadr({ target: node.replace("44C", "123") }),
      ["moved", "attention", "open, on a node that the managed instance has left since"],
    ],
    [
      "closed on a node that moved",
      hadr({ target: node.replace("44C", "123"), isOpen: false }),
      ["moved", "attention", "closed, on a node that the managed instance has left since"],
    ],
    ["of the node as it is, whatever its case", hadr({ target: node.toLowerCase() }), ["open", "ok", "open"]],
    [
      "old",
      check({ ranAt: link.ago(45 * 86_400), isOpen: false }),
      ["old", "unknown", "closed, but 45 d ago: it proves little now"],
    ],
    ["running", check({ isOpen: null }), ["untold", "unknown", "still running, or its text cannot be read"]],
    ["aimed at a quoted name", check({ target: `'${dnsName}'` }), ["open", "ok", "open"]],
    ["aimed at an address of the subnet", check({ target: "10.48.2.14" }), ["open", "ok", "open"]],
    ["without a target", check({ target: null }), ["open", "ok", "open"]],
  ])("%s", (_, facts, judged) => {
    expect(networkOf(viewWith([facts]))).toEqual([judged]);
  });

  test.each<[string, NetworkCheckFacts[], NetworkCheckFacts[]]>([
    ["another managed instance", [check({ target: "mi-ops-neu.9f00.database.windows.net" })], []],
    ["an address outside the subnet", [check({ target: "10.9.0.4" })], []],
    [
      "the node of another managed instance, by the step beside it",
      [
        check({ target: "mi-ops-neu.9f00.database.windows.net" }),
        hadr({ target: "DB9.tr9.worker.database.windows.net", ranAt: link.ago(hour - 20) }),
      ],
      [],
    ],
    ["another SQL Server", [], [back({ target: "sqlber02.corp.example" })]],
  ])("not at all when it was aimed at %s", (_, partner, instance) => {
    expect(networkOf(viewWith(partner, instance))).toEqual([]);
  });

  test("from both sides, newest first", () => {
    const { network } = judge(viewWith([check({ ranAt: link.ago(7200) }), hadr()], [back({ ranAt: link.ago(60) })]));
    expect(network.map((one) => [one.from, one.port, one.isHadr])).toEqual([
      ["instance", 5022, false],
      ["partner", 11_002, true],
      ["partner", 5022, false],
    ]);
  });

  test("facts of an older version have no tests", () => {
    const view = viewWith([]);
    Reflect.deleteProperty(view.partner.instanceFacts ?? {}, "networkChecks");
    expect(networkOf(view)).toEqual([]);
  });
});

describe("a test is a finding", () => {
  const closed = [hadr({ isOpen: false })];

  test("when the link is disconnected and the newest test of a way found it closed", () => {
    const a = judge(viewWith(closed, [], true));
    const finding = a.findings.find((one) => one.key === "network.to-instance.hadr");
    expect(finding).toMatchObject({
      verdict: "problem",
      reason: "A test from SQLHAM01 found port 11002 of mi-erp-weu closed.",
      consequence: "The link cannot connect while it is so.",
      step: "Open port 11002 from SQLHAM01 to the subnet 10.48.2.0/24, then run the test again",
      since: link.ago(hour),
      vantage: "partner",
    });
  });

  test("in the other direction, too", () => {
    expect(findingsOf(viewWith([], [back({ isOpen: false })], true))).toEqual([
      ["network.to-partner.5022", "problem", "A test from mi-erp-weu found port 5022 of SQLHAM01 closed."],
    ]);
  });

  test("of attention when it failed within a day while log flows", () => {
    expect(findingsOf(viewWith(closed)).map(([, verdict]) => verdict)).toEqual(["attention"]);
  });

  test.each<[string, LinkView]>([
    ["it failed two days ago and log flows", viewWith([hadr({ isOpen: false, ranAt: link.ago(2 * 86_400) })])],
    ["a newer test found it open", viewWith([hadr(), hadr({ isOpen: false, ranAt: link.ago(2 * hour) })], [], true)],
    ["all is open and the link is cut", viewWith([check(), hadr()], [back()], true)],
    [
      "it is of a node that moved",
      viewWith([hadr({ target: "DB1.tr1207.worker.database.windows.net", isOpen: false })], [], true),
    ],
    [
      "it ran before the link broke, days ago",
      viewWith([hadr({ isOpen: false, ranAt: link.ago(3 * 86_400) })], [], true),
    ],
    ["the address is another and log flows", viewWith([check({ remoteAddress: "10.9.0.4" })])],
  ])("not when %s", (_, view) => {
    expect(findingsOf(view)).toEqual([]);
  });

  test("when something outside the subnet answered and the link is cut", () => {
    expect(findingsOf(viewWith([check({ remoteAddress: "10.9.0.4" })], [], true))).toEqual([
      [
        "network.to-instance.5022",
        "attention",
        "A test from SQLHAM01 reached port 5022 at 10.9.0.4, outside the subnet 10.48.2.0/24.",
      ],
    ]);
  });
});
