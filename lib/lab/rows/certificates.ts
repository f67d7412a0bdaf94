// Rows of sys.certificates and of the endpoint views: who a server is on port 5022, and whom it believes.

import { secretBytes } from "../dice.ts";
import { endpointCertificate, importedCertificate, rootCertificate, rootNames } from "../endpoint-certificates.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { type Certificate, issueCertificate } from "../x509.ts";
import { coded, isLeftOver, type View } from "./view.ts";

interface Kept {
  id: number;
  name: string;
  certificate: Certificate;
  issuer: string;
  startsAt: number;
  expiresAt: number;
  hasKey: boolean;
}

export const endpointCertificateId = 256;

/** Its own, the other sides' copies, on a SQL Server the two roots, and a TDE certificate that has nothing to do with links. */
function keptCertificates(view: View): Kept[] {
  const { world, spec } = view;
  const own = world.certificate(spec.name);
  const others = new Set(view.links.map(({ link }) => (view.side === "partner" ? link.instance : link.partner)));
  const issuerOf = (server: string, certificate: Certificate) =>
    world.server(server).kind === "instance"
      ? "Microsoft Azure RSA TLS Issuing CA 04, Microsoft Corporation"
      : certificate.commonName;
  const kept: Kept[] = [];
  const keep = (
    name: string,
    certificate: Certificate,
    issuer: string,
    startsAt: number,
    expiresAt: number,
    hasKey: boolean,
  ) => kept.push({ id: endpointCertificateId + kept.length, name, certificate, issuer, startsAt, expiresAt, hasKey });
  const mine = endpointCertificate(world, spec.name);
  keep(own.name, mine, issuerOf(spec.name, mine), own.startsAt, own.expiresAt, true);
  for (const other of others) {
    const copy = importedCertificate(world, spec.name, other);
    const { name, startsAt, expiresAt } = world.copyOfCertificate(spec.name, other);
    const otherSpec = world.server(other);
    keep(
      otherSpec.kind === "instance" ? fullyQualifiedName(otherSpec) : name,
      copy,
      issuerOf(other, copy),
      startsAt,
      expiresAt,
      false,
    );
  }
  if (spec.kind !== "sqlserver") return kept;
  const rootsSetAt = world.settingSince(spec.name, "rootsExpireInDays");
  const rootsEnd =
    rootsSetAt === null ? Date.UTC(2038, 0, 15, 12) : rootsSetAt + (view.settings.rootsExpireInDays ?? 0) * 86_400_000;
  for (const name of view.settings.isMissingRoots ? [] : rootNames) {
    const root = rootCertificate(world.scenario, name);
    keep(name, root, root.commonName, Date.UTC(2013, 7, 1, 12), rootsEnd, false);
  }
  keep(tde.name, ownCertificate(view, tde), tde.subject, spec.startedAt, tde.expiresAt, true);
  if (isLeftOver(view, test.name))
    keep(test.name, ownCertificate(view, test), test.subject, spec.startedAt, test.expiresAt, true);
  return kept;
}

const tde = { name: "TDE_Certificate", subject: "TDE", expiresAt: Date.UTC(2026, 10, 30) };
/** Of a network test. */
const test = { name: "TEST_CERT", subject: "Certificate for SQL Server", expiresAt: Date.UTC(2051, 2, 30) } as const;
const issued = new Map<string, Certificate>();

/** A certificate a server made for something else than its endpoint. */
function ownCertificate({ world, spec }: View, { name, subject, expiresAt }: typeof tde): Certificate {
  const key = `${world.scenario.seed}/${spec.name}/${name}`;
  const known = issued.get(key);
  if (known) return known;
  const certificate = issueCertificate({
    commonName: subject,
    seed: secretBytes(world.scenario.seed, spec.name, name),
    startsAt: new Date(spec.startedAt),
    expiresAt: new Date(expiresAt),
  });
  issued.set(key, certificate);
  return certificate;
}

export function certificates(view: View): Row[] {
  return keptCertificates(view).map(({ id, name, certificate, issuer, startsAt, expiresAt, hasKey }) => ({
    name,
    certificate_id: id,
    principal_id: 1,
    pvt_key_encryption_type: hasKey ? "MK" : "NA",
    pvt_key_encryption_type_desc: hasKey ? "ENCRYPTED_BY_MASTER_KEY" : "NO_PRIVATE_KEY",
    is_active_for_begin_dialog: true,
    issuer_name: issuer,
    cert_serial_number: certificate.serialHex.replace(/..(?=.)/g, "$& "),
    subject: certificate.commonName,
    // Certificates carry whole seconds of UTC, and that is what the columns show.
    expiry_date: Math.floor(expiresAt / 1000) * 1000,
    start_date: Math.floor(startsAt / 1000) * 1000,
    thumbprint: Buffer.from(certificate.thumbprint, "hex"),
  }));
}

/** CERTENCODED(id): the DER. */
export function encodedCertificate(view: View, id: number): Row[] {
  const kept = keptCertificates(view).find((certificate) => certificate.id === id);
  return kept ? [{ encoded: kept.certificate.der }] : [];
}

const tsql = {
  name: "TSQL Default TCP",
  endpoint_id: 4,
  principal_id: 1,
  protocol: 2,
  protocol_desc: "TCP",
  type: 2,
  type_desc: "TSQL",
  state: 0,
  state_desc: "STARTED",
  is_admin_endpoint: false,
};

const endpointStates = ["STARTED", "STOPPED", "DISABLED"];

/** A server has one mirroring endpoint at most: if the test's was kept, the link runs over it. */
function mirroring(view: View): Row {
  return {
    ...tsql,
    name: isLeftOver(view, "TEST_ENDPOINT") ? "TEST_ENDPOINT" : "database_mirroring_endpoint",
    endpoint_id: 65_536,
    type: 4,
    type_desc: "DATABASE_MIRRORING",
    state: endpointStates.indexOf(view.settings.endpointState ?? "STARTED"),
    state_desc: view.settings.endpointState ?? "STARTED",
  };
}

function mirroringEndpoints(view: View): Row[] {
  return view.settings.isMissingEndpoint ? [] : [mirroring(view)];
}

export function endpoints(view: View): Row[] {
  return [tsql, ...mirroringEndpoints(view)];
}

export function tcpEndpoints(view: View): Row[] {
  const { spec } = view;
  return [
    { ...tsql, port: 0, is_dynamic_port: false },
    ...mirroringEndpoints(view).map((row) => ({
      ...row,
      port: spec.kind === "sqlserver" ? spec.endpointPort : 5022,
      is_dynamic_port: false,
    })),
  ];
}

export function databaseMirroringEndpoints(view: View): Row[] {
  const { endpointAuth, isEncryptionEnabled = true, encryptionAlgorithm } = view.settings;
  const auth = endpointAuth === "CERTIFICATE_NEGOTIATE" ? "CERTIFICATE, NEGOTIATE" : (endpointAuth ?? "CERTIFICATE");
  const algorithm = encryptionAlgorithm === "AES_RC4" ? "AES, RC4" : (encryptionAlgorithm ?? "AES");
  return mirroringEndpoints(view).map((row) => ({
    ...row,
    role: 3,
    role_desc: "ALL",
    is_encryption_enabled: isEncryptionEnabled,
    ...coded("connection_auth", auth),
    certificate_id: auth.startsWith("CERTIFICATE") ? endpointCertificateId : 0,
    ...coded("encryption_algorithm", isEncryptionEnabled ? algorithm : "NONE"),
  }));
}
