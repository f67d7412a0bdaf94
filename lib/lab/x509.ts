// Certificates written by hand in DER: an authority, leaves for TLS, and the self-signed ones of mirroring endpoints.
import {
  createHash,
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  type KeyObject,
  randomBytes,
  sign,
} from "node:crypto";

export interface CertificateRequest {
  commonName: string;
  startsAt: Date;
  expiresAt: Date;
  /** Subject alternative names; IPv4 addresses go into `ip`. */
  dns?: string[];
  ip?: string[];
  isAuthority?: boolean;
  /** 32 bytes: the key is Ed25519 and the certificate the same every time. Without it a fresh EC P-256 key. */
  seed?: Uint8Array;
}

export interface Certificate {
  commonName: string;
  privateKey: KeyObject;
  der: Buffer;
  /** PEM texts, as node:tls takes them. */
  cert: string;
  key: string;
  /** SHA-1 of the DER, upper-case hex, as sys.certificates.thumbprint. */
  thumbprint: string;
  serialHex: string;
}

/** Signed by `issuer`, or by itself without one. */
export function issueCertificate(
  request: CertificateRequest,
  issuer?: Pick<Certificate, "commonName" | "privateKey">,
): Certificate {
  const privateKey = request.seed
    ? seededKey(request.seed)
    : generateKeyPairSync("ec", { namedCurve: "P-256" }).privateKey;
  const signingKey = issuer?.privateKey ?? privateKey;
  const algorithm =
    signingKey.asymmetricKeyType === "ed25519" ? sequence(oid("1.3.101.112")) : sequence(oid("1.2.840.10045.4.3.2"));
  const serial = request.seed
    ? createHash("sha1").update(request.seed).update(request.commonName).digest().subarray(0, 16)
    : randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const toBeSigned = sequence(
    tagged(0xa0, integer(Buffer.from([2]))),
    integer(serial),
    algorithm,
    name(issuer?.commonName ?? request.commonName),
    sequence(time(request.startsAt), time(request.expiresAt)),
    name(request.commonName),
    createPublicKey(privateKey).export({ type: "spki", format: "der" }),
    tagged(0xa3, sequence(...extensions(request))),
  );
  const signature = sign(signingKey.asymmetricKeyType === "ed25519" ? null : "sha256", toBeSigned, signingKey);
  const der = sequence(toBeSigned, algorithm, tagged(0x03, Buffer.concat([Buffer.from([0]), signature])));
  return {
    commonName: request.commonName,
    privateKey,
    der,
    cert: pem("CERTIFICATE", der),
    key: privateKey.export({ type: "pkcs8", format: "pem" }) as string,
    thumbprint: createHash("sha1").update(der).digest("hex").toUpperCase(),
    serialHex: serial.toString("hex"),
  };
}

function extensions({ isAuthority, dns = [], ip = [] }: CertificateRequest): Buffer[] {
  const list = [extension("2.5.29.19", sequence(...(isAuthority ? [tagged(0x01, Buffer.from([0xff]))] : [])), true)];
  // keyUsage: keyCertSign and cRLSign, or digitalSignature.
  list.push(extension("2.5.29.15", tagged(0x03, Buffer.from(isAuthority ? [1, 0x06] : [7, 0x80])), true));
  const names = [
    ...dns.map((host) => tagged(0x82, Buffer.from(host, "latin1"))),
    ...ip.map((address) => tagged(0x87, Buffer.from(address.split(".").map(Number)))),
  ];
  if (names.length > 0) list.push(extension("2.5.29.17", sequence(...names), false));
  if (!isAuthority)
    list.push(extension("2.5.29.37", sequence(oid("1.3.6.1.5.5.7.3.1"), oid("1.3.6.1.5.5.7.3.2")), false));
  return list;
}

function extension(id: string, value: Buffer, isCritical: boolean): Buffer {
  return sequence(oid(id), ...(isCritical ? [tagged(0x01, Buffer.from([0xff]))] : []), tagged(0x04, value));
}

function seededKey(seed: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from("302e020100300506032b657004220420", "hex"), seed]);
  return createPrivateKey({ key: der, type: "pkcs8", format: "der" });
}

function tagged(tag: number, content: Buffer): Buffer {
  const size = content.length;
  const length = size < 128 ? [size] : size < 256 ? [0x81, size] : [0x82, size >> 8, size & 0xff];
  return Buffer.concat([Buffer.from([tag, ...length]), content]);
}

function sequence(...parts: Buffer[]): Buffer {
  return tagged(0x30, Buffer.concat(parts));
}

function integer(bytes: Buffer): Buffer {
  return tagged(0x02, bytes);
}

function oid(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  const bytes = [first * 40 + second];
  for (const arc of rest) {
    const groups = [arc & 0x7f];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128))
      groups.unshift((left & 0x7f) | 0x80);
    bytes.push(...groups);
  }
  return tagged(0x06, Buffer.from(bytes));
}

function name(commonName: string): Buffer {
  return sequence(tagged(0x31, sequence(oid("2.5.4.3"), tagged(0x0c, Buffer.from(commonName, "utf8")))));
}

/** UTCTime until 2049, GeneralizedTime after, as RFC 5280 asks. */
function time(at: Date): Buffer {
  const text = `${at.toISOString().replace(/[-:T]/g, "").slice(0, 14)}Z`;
  return at.getUTCFullYear() < 2050 ? tagged(0x17, Buffer.from(text.slice(2))) : tagged(0x18, Buffer.from(text));
}

function pem(label: string, der: Buffer): string {
  return `-----BEGIN ${label}-----\n${der.toString("base64").replace(/.{64}(?=.)/g, "$&\n")}\n-----END ${label}-----\n`;
}
