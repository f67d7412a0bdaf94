// PRELOGIN: the first words of a connection, where both sides agree on encryption.
import { ByteReader, MalformedBytes } from "./bytes.ts";

/** The client's and the server's word on encryption, as numbered in the option. */
export const ENCRYPT = { off: 0, on: 1, notSupported: 2, required: 3 } as const;

const VERSION = 0;
const ENCRYPTION = 1;
const INSTANCE = 2;
const MARS = 4;
const END = 0xff;

/** What the client says of encryption. Throws MalformedBytes. */
export function parsePrelogin(body: Buffer): { encryption: number } {
  const options = new ByteReader(body);
  let encryption: number = ENCRYPT.notSupported;
  for (let option = options.u8(); option !== END; option = options.u8()) {
    const offset = options.take(2).readUInt16BE();
    const length = options.take(2).readUInt16BE();
    if (offset + length > body.length) throw new MalformedBytes("PRELOGIN option outside of the message");
    if (option === ENCRYPTION && length > 0) encryption = body[offset]!;
  }
  return { encryption };
}

export function preloginAnswer(version: readonly [number, number, number], encryption: number): Buffer {
  const [major, minor, build] = version;
  const options: [number, number[]][] = [
    [VERSION, [major, minor, build >> 8, build & 0xff, 0, 0]],
    [ENCRYPTION, [encryption]],
    [INSTANCE, [0]],
    [MARS, [0]],
  ];
  const head: number[] = [];
  const data: number[] = [];
  for (const [option, value] of options) {
    const offset = options.length * 5 + 1 + data.length;
    head.push(option, offset >> 8, offset & 0xff, 0, value.length);
    data.push(...value);
  }
  return Buffer.from([...head, END, ...data]);
}
