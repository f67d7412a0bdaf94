// The certificates of mirroring endpoints: the same bytes every time, so that both sides and ARM show one thumbprint.
import { secretBytes } from "./dice.ts";
import { type CertificateSpec, fullyQualifiedName, type Scenario } from "./scenario.ts";
import type { World } from "./world.ts";
import { type Certificate, issueCertificate } from "./x509.ts";

const issued = new Map<string, Certificate>();

function once(key: string, issue: () => Certificate): Certificate {
  let certificate = issued.get(key);
  if (!certificate) {
    certificate = issue();
    issued.set(key, certificate);
  }
  return certificate;
}

/** The certificate a server's or instance's endpoint uses now. */
export function endpointCertificate(world: World, serverName: string): Certificate {
  return certificateOf(world, serverName, world.certificate(serverName));
}

/** The copy of it that another side has imported: an old one, if that keeps old copies. */
export function importedCertificate(world: World, holder: string, owner: string): Certificate {
  return certificateOf(world, owner, world.copyOfCertificate(holder, owner));
}

/** A SQL Server signs its own; an instance's comes from Microsoft's authority. */
function certificateOf(world: World, serverName: string, certificate: CertificateSpec): Certificate {
  const { scenario } = world;
  const spec = world.server(serverName);
  const { name, startsAt, expiresAt } = certificate;
  const key = `${scenario.seed}/${serverName}/${name}/${startsAt}/${expiresAt}`;
  const dates = { startsAt: new Date(startsAt), expiresAt: new Date(expiresAt) };
  const seed = secretBytes(scenario.seed, key);
  return once(key, () =>
    spec.kind === "sqlserver"
      ? issueCertificate({ commonName: `Certificate for ${spec.name} endpoint`, seed, ...dates })
      : issueCertificate(
          { commonName: fullyQualifiedName(spec), dns: [fullyQualifiedName(spec)], seed, ...dates },
          microsoft(scenario),
        ),
  );
}

export const rootNames = ["MicrosoftPKI", "DigiCertPKI"] as const;

const rootSpec: Record<
  (typeof rootNames)[number],
  { commonName: string } & Pick<CertificateSpec, "startsAt" | "expiresAt">
> = {
  MicrosoftPKI: {
    commonName: "Microsoft RSA Root Certificate Authority 2017",
    startsAt: Date.UTC(2019, 11, 18, 22, 51, 22),
    expiresAt: Date.UTC(2042, 6, 18, 23, 0, 23),
  },
  DigiCertPKI: {
    commonName: "DigiCert Global Root G2",
    startsAt: Date.UTC(2013, 7, 1, 12),
    expiresAt: Date.UTC(2038, 0, 15, 12),
  },
};

/** Stand-ins for the two public authorities a SQL Server has to trust; not the real keys. */
export function rootCertificate(scenario: Scenario, name: (typeof rootNames)[number]): Certificate {
  const { commonName, startsAt, expiresAt } = rootSpec[name];
  const seed = secretBytes(scenario.seed, "root", name);
  const dates = { startsAt: new Date(startsAt), expiresAt: new Date(expiresAt) };
  return once(`${scenario.seed}/root/${name}`, () =>
    issueCertificate({ commonName, isAuthority: true, seed, ...dates }),
  );
}

function microsoft(scenario: Scenario): Certificate {
  const dates = { startsAt: new Date(Date.UTC(2024, 0, 1)), expiresAt: new Date(Date.UTC(2036, 0, 1)) };
  const seed = secretBytes(scenario.seed, "issuing");
  return once(`${scenario.seed}/issuing`, () =>
    issueCertificate(
      { commonName: "Microsoft Azure RSA TLS Issuing CA 04, Microsoft Corporation", isAuthority: true, seed, ...dates },
      rootCertificate(scenario, "MicrosoftPKI"),
    ),
  );
}
