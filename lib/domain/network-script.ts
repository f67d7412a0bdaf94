// The two scripts with which a person tests the network both ways: written here with real names, run by nobody but that person.
import type { NetworkCheck } from "./assessment.ts";
import { instanceHosts, type NetworkPair, partnerEndpoint } from "./network-pair.ts";
import {
  cleanUpText,
  dropEndpointText,
  fabricText,
  type Ground,
  jobToInstance,
  jobToPartner,
  makeEndpointText,
  resultText,
  shellText,
  startEndpointText,
} from "./network-sql.ts";
import type { Side, Vantage } from "./vantage.ts";
import { ageWords } from "./wording.ts";

/** One value that stands in a script, with who said it and when. */
export interface ScriptParameter {
  name: string;
  /** Null: not known; it is filled in by hand. */
  value: string | null;
  vantage: Vantage | null;
  /** Null where the voice told it without a time of its own. */
  at: Date | null;
  /** It may be another by now. */
  isStale: boolean;
  /** Where it is from, or why it may be wrong; a sentence. */
  note: string | null;
}

export interface ScriptPart {
  runOn: string;
  title: string;
  text: string;
}

export interface NetworkScript {
  /** Who tests. */
  from: Side;
  title: string;
  parameters: ScriptParameter[];
  /** What to know before; sentences. */
  notes: string[];
  /** In the order in which they are run. */
  parts: ScriptPart[];
}

/** A node told longer ago than this may be another by now. */
const staleMs = 600_000;

const falseNotes = [
  "A firewall may let this test pass and still block the protocol of SQL Server behind it.",
  "Where ICMP is blocked, the test may fail although the port is open.",
  "The step of the job succeeds even where the port is closed; what counts is its text, which Linkspan reads from the job history.",
];

/** Both directions. `checks`: judged tests between the two, newest first; they tell whether the node moved since the last one. */
export function writeScripts(pair: NetworkPair, checks: readonly NetworkCheck[], now: Date): NetworkScript[] {
  return [writeToInstance(pair, checks, now), writeToPartner(pair)];
}

function writeToInstance(pair: NetworkPair, checks: readonly NetworkCheck[], now: Date): NetworkScript {
  const { partner, instance } = namesOf(pair);
  const fabric = pair.instance?.fabric ?? null;
  const ground: Ground = {
    host: fabric?.value.dnsName ?? instanceHosts(pair)[0] ?? "",
    node: fabric?.value.nodeName ?? "",
    port: fabric?.value.hadrPort ?? null,
  };
  const isKnown = ground.host !== "" && ground.node !== "" && ground.port !== null;
  const doubt = isKnown && fabric !== null ? nodeDoubt(fabric.at, checks, now) : null;
  const isLinux = /linux/i.test(pair.partner?.hostPlatform ?? "");
  const parameter = (name: string, value: string, isOfNode: boolean): ScriptParameter => ({
    name,
    value: value === "" ? null : value,
    vantage: value === "" ? null : fabric === null ? "arm" : "instance",
    at: value === "" ? null : (fabric?.at ?? null),
    isStale: isOfNode && doubt !== null,
    note: value === "" ? `${instance} has not told it: read it with the first script.` : isOfNode ? doubt : null,
  });
  const job = "TestMILinkConnection";
  return {
    from: "partner",
    title: `From ${partner} to ${instance}`,
    parameters: [
      parameter("Host name", ground.host, false),
      parameter("Node", ground.node, true),
      parameter("HADR port", ground.port === null ? "" : String(ground.port), true),
    ],
    notes: [...agentNotes(pair, partner, isLinux), ...falseNotes],
    parts: [
      ...(isKnown && doubt === null
        ? []
        : [
            {
              runOn: instance,
              title: isKnown ? "See whether the node moved" : "Read node and port first",
              text: fabricText,
            },
          ]),
      ...(isLinux
        ? [{ runOn: partner, title: "Test from a shell", text: shellText(ground) }]
        : [
            { runOn: partner, title: "Test", text: jobToInstance(partner, instance, ground) },
            { runOn: partner, title: "Read the result again", text: resultText(job) },
            { runOn: partner, title: "Clean up", text: cleanUpText(job) },
          ]),
    ],
  };
}

function writeToPartner(pair: NetworkPair): NetworkScript {
  const { partner, instance } = namesOf(pair);
  const named = partnerEndpoint(pair);
  const endpoint = pair.partner?.endpoint ?? null;
  const port = named?.port ?? endpoint?.port ?? 5022;
  const isStarted = /^started$/i.test(endpoint?.stateDesc ?? "");
  const needsEndpoint = pair.partner !== null && endpoint === null;
  const part = (title: string, text: string, runOn = instance): ScriptPart => ({ runOn, title, text });
  const source = {
    vantage: named === null && endpoint === null ? null : ("partner" as const),
    at: null,
    isStale: false,
  };
  const job = "NetHelper";
  return {
    from: "instance",
    title: `From ${instance} to ${partner}`,
    parameters: [
      {
        ...source,
        name: "Host of SQL Server",
        value: named?.host ?? null,
        vantage: named === null ? null : "partner",
        note:
          named === null
            ? `No link names it yet: fill in a name or address of ${partner} that ${instance} can resolve.`
            : "As the link's endpoint URL names it.",
      },
      {
        ...source,
        name: "Port",
        value: String(port),
        note:
          named !== null
            ? "As the link's endpoint URL names it."
            : endpoint?.port == null
              ? "The usual one; no endpoint of the SQL Server is known."
              : "Of the mirroring endpoint.",
      },
    ],
    notes: [
      ...(needsEndpoint ? [`${partner} has no mirroring endpoint, so that a test endpoint has to answer.`] : []),
      ...(endpoint !== null && !isStarted ? [`The mirroring endpoint of ${partner} is not started.`] : []),
      ...falseNotes,
    ],
    parts: [
      ...(needsEndpoint ? [part("Make a test endpoint", makeEndpointText(port), partner)] : []),
      ...(endpoint !== null && !isStarted
        ? [part("Start the endpoint", startEndpointText(endpoint.name), partner)]
        : []),
      part("Test", jobToPartner(instance, partner, { host: named?.host ?? "", port })),
      part("Read the result again", resultText(job)),
      part("Clean up", cleanUpText(job)),
      ...(needsEndpoint ? [part("Drop the test endpoint", dropEndpointText, partner)] : []),
    ],
  };
}

/** Null: read just now, and the same node as in the last test. */
function nodeDoubt(at: Date, checks: readonly NetworkCheck[], now: Date): string | null {
  const ageMs = now.getTime() - at.getTime();
  if (ageMs > staleMs) return `Read ${ageWords(ageMs / 1000)} ago; after a failover since then it is another.`;
  const last = checks.find((check) => check.isHadr);
  return last?.result === "moved" ? `Not the node of the last test, ${last.target ?? "which is not told"}.` : null;
}

function agentNotes({ partner: facts }: NetworkPair, partner: string, isLinux: boolean): string[] {
  if (isLinux)
    return [`${partner} runs on Linux, where the Agent cannot run PowerShell: test from a shell of its host.`];
  const status = facts?.agentStatus?.value;
  return [
    ...(facts?.hostPlatform ? [] : [`Whether ${partner} runs on Windows is not known; on Linux this job cannot run.`]),
    ...(status && !/running/i.test(status) ? [`SQL Server Agent of ${partner} is ${status}: start it first.`] : []),
    "Run it as sysadmin: a PowerShell step of anybody else needs a proxy.",
  ];
}

function namesOf(pair: NetworkPair): { partner: string; instance: string } {
  return { partner: pair.partnerName ?? "the SQL Server", instance: pair.instanceName ?? "the managed instance" };
}
