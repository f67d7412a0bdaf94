// An assessment in the three parts in which it is stored, by who reads them.
import type { Assessment, Evidence, Finding } from "../domain/assessment.ts";
import type { Plain } from "../domain/snapshot.ts";

const depthParts = ["ladder", "seedingNotes", "certificates", "log", "network", "errors", "blind"] as const;

/** What the table of links shows. */
export type Face = Omit<
  Assessment,
  (typeof depthParts)[number] | "configuration" | "tracks" | "memory" | "findings"
> & {
  findings: Omit<Finding, "evidence">[];
};

/** What only the link's own page shows. */
export type Depth = Pick<Assessment, (typeof depthParts)[number]> & {
  /** Of the findings, one by one. */
  evidence: Evidence[][];
};

/** What only the next assessment needs. */
export type Remains = Pick<Assessment, "tracks" | "memory">;

export function takeApart(assessment: Assessment): { face: Face; depth: Depth; memory: Remains } {
  // Two thirds of an assessment, and plain to see from the facts at any time: the checklist is made by who shows it.
  const { configuration: _, ...stored } = assessment;
  const { ladder, seedingNotes, certificates, log, network, errors, blind, tracks, memory, ...rest } = stored;
  return {
    face: { ...rest, findings: rest.findings.map(({ evidence: _, ...finding }) => finding) },
    depth: {
      ladder,
      seedingNotes,
      certificates,
      log,
      network,
      errors,
      blind,
      evidence: rest.findings.map(({ evidence }) => evidence),
    },
    memory: { tracks, memory },
  };
}

/** Of an assessment that was stored before these were judged. */
const untold = {
  seedingStanding: null,
  seedingNotes: [],
  log: [],
  configuration: [],
  network: [],
  errors: [],
  blind: [],
};

export function faceAndDepth(face: Plain<Face>, depth: Plain<Depth>): Plain<Omit<Assessment, "tracks" | "memory">> {
  const { evidence, ...rest } = depth;
  const findings = face.findings.map((finding, i) => ({ ...finding, evidence: evidence?.[i] ?? [] }));
  return { ...untold, ...face, ...rest, findings };
}
