// What the setup of a link requires, as a checklist with evidence, and which deviations are findings of the link.
import type { ConfigurationCheck, Phase } from "./assessment.ts";
import { isLogFlowing } from "./configuration-check.ts";
import { checkFullBackup, checkLogFiles, checkRecoveryModel } from "./configuration-databases.ts";
import { checkEndpoint, checkInstanceUrl, checkPartnerUrl } from "./configuration-endpoint.ts";
import {
  checkClusterType,
  checkFailoverMode,
  checkGroupMode,
  checkInnerMode,
  checkSeedingMode,
  checkSessionTimeout,
} from "./configuration-groups.ts";
import { checkLeftovers } from "./configuration-leftovers.ts";
import { isRequirement, requirements } from "./configuration-requirements.ts";
import {
  checkAgent,
  checkAlwaysOn,
  checkBuild,
  checkEdition,
  checkSeedingFlag,
  checkTraceFlags,
} from "./configuration-server.ts";
import { checkCollation, checkFailback, checkLinkMode, checkRoots } from "./configuration-sides.ts";
import type { Draft } from "./finding.ts";
import type { Hearing } from "./hearing.ts";

/** In the order of the setup. The keys stand in configuration-requirements.ts. */
export function checkConfiguration(hearing: Hearing): ConfigurationCheck[] {
  const checks = [
    checkBuild(hearing),
    checkEdition(hearing),
    checkAlwaysOn(hearing),
    checkTraceFlags(hearing),
    checkSeedingFlag(hearing),
    checkAgent(hearing),
    checkRecoveryModel(hearing),
    checkFullBackup(hearing),
    checkLogFiles(hearing),
    checkCollation(hearing),
    checkRoots(hearing),
    ...checkEndpoint(hearing),
    checkInnerMode(hearing),
    checkClusterType(hearing),
    checkGroupMode(hearing),
    checkSeedingMode(hearing),
    checkFailoverMode(hearing),
    checkSessionTimeout(hearing),
    checkPartnerUrl(hearing),
    checkInstanceUrl(hearing),
    checkLinkMode(hearing),
    checkFailback(hearing),
    checkLeftovers(hearing, "partner"),
    checkLeftovers(hearing, "instance"),
  ];
  const flows = isLogFlowing(hearing);
  return checks.map((one) => withoutSilent(hearing, flows ? soften(one) : one));
}

/** While log goes over, nothing of the setup has stopped the link; it may stop the next connection. */
function soften(check: ConfigurationCheck): ConfigurationCheck {
  return check.verdict === "problem" ? { ...check, verdict: "attention" } : check;
}

/** What rests on the word of a server that is silent now was so; whether it is so nobody knows. */
function withoutSilent(hearing: Hearing, check: ConfigurationCheck): ConfigurationCheck {
  const silent = [hearing.partner, hearing.instance, hearing.arm].find(
    (voice) => voice.reach === "silent" && check.evidence.some((one) => one.vantage === voice.vantage),
  );
  if (silent === undefined) return check;
  // The evidence keeps what it said, with its age.
  const reason = `Not known while ${silent.source?.name ?? "its server"} does not answer.`;
  return { ...check, verdict: "unknown", reason, step: null, script: null };
}

/** In these phases log goes over or is on its way, or the phase's own finding says why not. */
const phasesInOrder: readonly Phase[] = [
  "seeding",
  "catching-up",
  "replicating",
  "replicating-back",
  "suspended",
  "failing-over",
  "split-brain",
  "removed",
];

/** Deviations that matter now. An unknown check is none: what is not seen is told by blindness and reach. */
export function findConfiguration(hearing: Hearing, checks: readonly ConfigurationCheck[], phase: Phase): Draft[] {
  return checks.flatMap((check): Draft[] => {
    if ((check.verdict !== "problem" && check.verdict !== "attention") || !isRequirement(check.key)) return [];
    const { matters, consequence, isOfServer } = requirements[check.key];
    const isFinding = matters === "always" || (matters === "while-broken" && !phasesInOrder.includes(phase));
    const vantage = check.evidence[0]?.vantage ?? "linkspan";
    const source = vantage === "linkspan" ? null : hearing[vantage].source;
    if (!isFinding) return [];
    const cause =
      isOfServer && source !== null
        ? {
            causeKey: `configuration.${check.key}:${source.id}`,
            causeReason: `${check.reason} {n} links stand on it.`,
          }
        : {};
    return [
      {
        key: `configuration.${check.key}`,
        verdict: check.verdict,
        reason: check.reason,
        consequence,
        step: check.step,
        vantage,
        evidence: check.evidence,
        ...cause,
      },
    ];
  });
}
