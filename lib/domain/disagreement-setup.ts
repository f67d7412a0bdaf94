// Where ARM and the SQL sides have the link set up differently: seeding and failover mode, the SQL Server's endpoint, its certificate's end.
import type { Said } from "./assessment.ts";
import { matchOf, partnerCopy, partnerOwn } from "./certificate-copy.ts";
import type { Draft } from "./finding.ts";
import { type Hearing, sideName, sqlVoices } from "./hearing.ts";
import { localReplica, remoteReplica } from "./roles.ts";
import type { SqlLinkFacts, SqlReplicaFacts } from "./sample.ts";
import { isSettled } from "./settled.ts";
import { clause, listWords, utcDay } from "./wording.ts";

export function findSetupDisagreements(hearing: Hearing): Draft[] {
  const facts = hearing.arm.facts;
  return [
    ...modeDisagreement(hearing, {
      key: "disagreement.seeding-mode",
      what: "seeding",
      armFact: "seedingMode",
      armWord: facts?.seedingMode ?? null,
      sqlFact: "seeding_mode_desc",
      sqlWord: (row) => row.seedingModeDesc,
      known: ["AUTOMATIC", "MANUAL"],
      consequence: "A copy that has to be made anew does not begin by itself where seeding is manual.",
    }),
    ...modeDisagreement(hearing, {
      key: "disagreement.failover-mode",
      what: "failover",
      armFact: "failoverMode",
      armWord: facts?.failoverMode ?? null,
      sqlFact: "failover_mode_desc",
      sqlWord: (row) => row.failoverModeDesc,
      // ARM's None means that the link goes one way; SQL Server has no word for that.
      known: ["AUTOMATIC", "MANUAL"],
      consequence: "Who may start a failover cannot be told from what they say.",
    }),
    ...endpointDisagreement(hearing),
    ...certificateDisagreement(hearing),
  ];
}

interface Mode {
  key: string;
  what: string;
  armFact: string;
  armWord: string | null;
  sqlFact: string;
  sqlWord: (row: SqlReplicaFacts) => string | null;
  /** Words that both have. */
  known: readonly string[];
  consequence: string;
}

function modeDisagreement(hearing: Hearing, mode: Mode): Draft[] {
  const armWord = mode.armWord;
  if (armWord === null || !mode.known.includes(armWord.toUpperCase())) return [];
  const said = sqlVoices(hearing).flatMap((voice): Said<string>[] => {
    const value = oneWord(voice.facts, mode.sqlWord);
    return value !== null && mode.known.includes(value) ? [{ value, vantage: voice.vantage, at: voice.at }] : [];
  });
  const others = said.filter((one) => one.value !== armWord.toUpperCase());
  const arm = { vantage: "arm" as const, at: hearing.arm.at };
  if (others.length === 0 || !isSettled(hearing, mode.key, [], [...said, arm])) return [];
  const names = others.map((one) => sideName(hearing, one.vantage === "instance" ? "instance" : "partner"));
  return [
    {
      key: mode.key,
      verdict: "attention",
      reason: `ARM says that ${mode.what} of ${hearing.name} is ${armWord}, ${listWords(names)} ${names.length > 1 ? "say" : "says"} ${others[0]?.value}.`,
      consequence: mode.consequence,
      step: `Set the same ${mode.what} mode in Azure and on the distributed AG of ${listWords(names)}`,
      vantage: "linkspan",
      evidence: [
        { fact: mode.armFact, value: armWord, ...arm },
        ...said.map((one) => ({ fact: mode.sqlFact, value: one.value, vantage: one.vantage, at: one.at })),
      ],
    },
  ];
}

/** What all rows of a side agree on. */
function oneWord(facts: SqlLinkFacts, wordOf: (row: SqlReplicaFacts) => string | null): string | null {
  const words = new Set(facts.replicas.flatMap((row) => wordOf(row)?.toUpperCase() ?? []));
  return words.size === 1 ? ([...words][0] as string) : null;
}

function endpointDisagreement(hearing: Hearing): Draft[] {
  const key = "disagreement.partner-endpoint";
  const armUrl = hearing.arm.facts?.partnerEndpoint ?? null;
  const said = [
    { vantage: "partner" as const, url: localReplica(hearing.partner.facts)?.endpointUrl, at: hearing.partner.at },
    { vantage: "instance" as const, url: remoteReplica(hearing.instance.facts)?.endpointUrl, at: hearing.instance.at },
  ]
    // Only a managed instance's address says which server behind it is meant.
    .flatMap((one) => (one.url && !/;\s*Server=/i.test(one.url) ? [{ ...one, url: one.url }] : []));
  const others = armUrl === null ? [] : said.filter((one) => isOtherEndpoint(one.url, armUrl));
  const arm = { vantage: "arm" as const, at: hearing.arm.at };
  if (armUrl === null || others.length === 0 || !isSettled(hearing, key, [], [...said, arm])) return [];
  const names = listWords(others.map((one) => sideName(hearing, one.vantage)));
  const partner = sideName(hearing, "partner");
  return [
    {
      key,
      verdict: "attention",
      reason: `ARM has ${clause(armUrl)} as the endpoint of ${partner}, ${names} ${others.length > 1 ? "have" : "has"} ${clause(others[0]?.url ?? "")}.`,
      consequence: "A link that breaks off may call an address where nobody answers, and not come back.",
      step: `Check which of them reaches the mirroring endpoint of ${partner}, and set it on the other side`,
      vantage: "linkspan",
      evidence: [
        { fact: "partnerEndpoint", value: armUrl, ...arm },
        ...said.map((one) => ({ fact: "endpoint_url", value: one.url, vantage: one.vantage, at: one.at })),
      ],
    },
  ];
}

/** Another port, or another machine; a short name and a full one may be the same, a name and an address cannot be compared. */
function isOtherEndpoint(one: string, other: string): boolean {
  const [a, b] = [endpointOf(one), endpointOf(other)];
  if (a === null || b === null) return false;
  if (a.port !== b.port) return true;
  if (isAddress(a.host) !== isAddress(b.host)) return false;
  if (isAddress(a.host) || (a.host.includes(".") && b.host.includes("."))) return a.host !== b.host;
  return a.host.split(".", 1)[0] !== b.host.split(".", 1)[0];
}

function endpointOf(url: string): { host: string; port: string } | null {
  const found = /^\s*tcp:\/\/(\[[^\]]+\]|[^:/;[\]]+)\.?:(\d+)/i.exec(url);
  return found && { host: (found[1] as string).toLowerCase().replace(/\.$/, ""), port: found[2] as string };
}

function isAddress(host: string): boolean {
  return /^[\d.]+$/.test(host) || host.startsWith("[");
}

const dayMs = 86_400_000;

/** The same certificate with two ends; two certificates are a rotation on one side only, and told as such. */
function certificateDisagreement(hearing: Hearing): Draft[] {
  const row = hearing.arm.facts?.databases.find((one) => one.partnerCertificateExpiresAt !== null);
  const own = partnerOwn(hearing);
  const copy = partnerCopy(hearing, own);
  const armEnd = row?.partnerCertificateExpiresAt ?? null;
  if (armEnd === null || own === null || own.expiresAt === null || copy === null) return [];
  const match = matchOf(hearing, "partner-copy", own, copy);
  const isSame = match === "same" || (match === null && row?.partnerCertificateName === own.name);
  // SQL Server tells its dates without a zone: less than a day is none.
  if (!isSame || Math.abs(armEnd.getTime() - own.expiresAt.getTime()) <= dayMs) return [];
  const partner = sideName(hearing, "partner");
  return [
    {
      key: "disagreement.certificate",
      verdict: "attention",
      reason: `ARM says that ${own.name} ends on ${utcDay(armEnd, hearing.now)}, ${partner} says on ${utcDay(own.expiresAt, hearing.now)}.`,
      consequence: "The link may stop at the earlier of the two.",
      step: `Compare the certificate of ${partner}'s endpoint with the copy on ${sideName(hearing, "instance")}`,
      vantage: "linkspan",
      causeKey: `disagreement.certificate:${own.thumbprint ?? partner}`,
      evidence: [
        { fact: "partnerAuthCertValidity", value: armEnd.toISOString(), vantage: "arm", at: hearing.arm.at },
        {
          fact: "expiry_date",
          value: own.expiresAt.toISOString(),
          vantage: "partner",
          at: own.voices[0]?.at ?? hearing.partner.instanceAt,
        },
      ],
    },
  ];
}
