// Rows of sys.certificates and of the endpoint views: who a server is on port 5022, and whom it believes.

import { secretBytes } from "../dice.ts";
import { endpointCertificate, rootCertificate, rootNames } from "../endpoint-certificates.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { type Certificate, issueCertificate } from "../x509.ts";
import type { View } from "./view.ts";

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
    const copy = endpointCertificate(world, other);
    const { name, startsAt, expiresAt } = world.certificate(other);
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
  for (const name of rootNames) {
    const root = rootCertificate(world.scenario, name);
    keep(name, root, root.commonName, Date.UTC(2013, 7, 1, 12), Date.UTC(2038, 0, 15, 12), false);
  }
  keep("TDE_Certificate", tdeCertificate(view), "TDE", spec.startedAt, Date.UTC(2026, 10, 30), true);
  return kept;
}

const tde = new Map<string, Certificate>();

function tdeCertificate({ world, spec }: View): Certificate {
  const key = `${world.scenario.seed}/${spec.name}`;
  const known = tde.get(key);
  if (known) return known;
  const dates = { startsAt: new Date(spec.startedAt), expiresAt: new Date(Date.UTC(2026, 10, 30)) };
  const certificate = issueCertificate({
    commonName: "TDE",
    seed: secretBytes(world.scenario.seed, spec.name, "tde"),
    ...dates,
  });
  tde.set(key, certificate);
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

const mirroring = {
  ...tsql,
  name: "database_mirroring_endpoint",
  endpoint_id: 65_536,
  type: 4,
  type_desc: "DATABASE_MIRRORING",
};

export function endpoints(): Row[] {
  return [tsql, mirroring];
}

export function tcpEndpoints({ spec }: View): Row[] {
  return [
    { ...tsql, port: 0, is_dynamic_port: false },
    { ...mirroring, port: spec.kind === "sqlserver" ? spec.endpointPort : 5022, is_dynamic_port: false },
  ];
}

export function databaseMirroringEndpoints(): Row[] {
  return [
    {
      ...mirroring,
      role: 3,
      role_desc: "ALL",
      is_encryption_enabled: true,
      connection_auth: 4,
      connection_auth_desc: "CERTIFICATE",
      certificate_id: endpointCertificateId,
      encryption_algorithm: 2,
      encryption_algorithm_desc: "AES",
    },
  ];
}
