// LOGIN7: who the client is and what it asks for.
import type { LoginRequest } from "../sql/result.ts";
import { ByteReader, MalformedBytes } from "./bytes.ts";

export const FEATURE = { fedAuth: 0x02, utf8: 0x0a } as const;
const FEATURES_END = 0xff;
const SECURITY_TOKEN = 1;
const TDS_72 = 0x72090002;
const TDS_8 = 0x08000000;

export interface Login7 extends LoginRequest {
  tdsVersion: number;
  /** In bytes; 0 leaves the choice to the server. */
  packetSize: number;
  features: ReadonlySet<number>;
}

/** Throws MalformedBytes, also for clients that speak a TDS older than 7.2 (their tokens look different). */
export function parseLogin7(body: Buffer): Login7 {
  const fixed = new ByteReader(body);
  fixed.take(4);
  const tdsVersion = fixed.u32();
  if (tdsVersion < TDS_72 && tdsVersion !== TDS_8)
    throw new MalformedBytes(`TDS ${tdsVersion.toString(16)} is too old`);
  const packetSize = fixed.u32();
  fixed.take(12 + 2);
  const isReadOnly = (fixed.u8() & 0x20) !== 0;
  const hasExtension = (fixed.u8() & 0x10) !== 0;
  fixed.take(8);

  /** The bytes that the next (offset, length) pair of the fixed part points at. */
  const pointed = (unit: 1 | 2) => {
    const offset = fixed.u16();
    const length = fixed.u16() * unit;
    const at = new ByteReader(body);
    at.take(offset);
    return at.take(length);
  };
  const text = () => pointed(2).toString("utf16le");
  const hostName = text();
  const user = text();
  const password = Buffer.from(pointed(2).map(unveil)).toString("utf16le");
  const applicationName = text();
  const serverName = text();
  const extension = pointed(1);
  text(); // client library
  text(); // language
  const database = text();

  const { features, token } = hasExtension ? parseFeatures(body, extension) : { features: new Set<number>() };
  const login = { user, password, database, applicationName, hostName, serverName, readOnlyIntent: isReadOnly };
  return { ...login, ...(token === undefined ? {} : { token }), tdsVersion, packetSize, features };
}

/** A password byte travels with its nibbles swapped after XOR 0xA5. */
function unveil(byte: number): number {
  const plain = byte ^ 0xa5;
  return ((plain << 4) & 0xf0) | (plain >> 4);
}

function parseFeatures(body: Buffer, extension: Buffer): { features: Set<number>; token?: string } {
  const list = new ByteReader(body);
  list.take(new ByteReader(extension).u32());
  const features = new Set<number>();
  let token: string | undefined;
  for (let id = list.u8(); id !== FEATURES_END; id = list.u8()) {
    features.add(id);
    const data = new ByteReader(list.take(list.u32()));
    if (id === FEATURE.fedAuth && data.u8() >> 1 === SECURITY_TOKEN) {
      token = data.take(data.u32()).toString("utf16le");
    }
  }
  return token === undefined ? { features } : { features, token };
}
