// Little-endian bytes, read with bounds checks and written into a growing buffer.

/** Thrown when a client's bytes do not say what they should; the connection is closed for it. */
export class MalformedBytes extends Error {}

export class ByteReader {
  readonly #bytes: Buffer;
  offset = 0;
  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }
  get left(): number {
    return this.#bytes.length - this.offset;
  }
  /** The next `length` bytes. Throws MalformedBytes when there are not that many. */
  take(length: number): Buffer {
    if (length < 0 || length > this.left) throw new MalformedBytes(`${length} bytes wanted, ${this.left} left`);
    this.offset += length;
    return this.#bytes.subarray(this.offset - length, this.offset);
  }
  /** The next byte, which stays where it is; undefined at the end. */
  peek = () => this.#bytes[this.offset];
  u8 = () => this.take(1).readUInt8();
  u16 = () => this.take(2).readUInt16LE();
  u32 = () => this.take(4).readUInt32LE();
  i32 = () => this.take(4).readInt32LE();
  u64 = () => this.take(8).readBigUInt64LE();
  /** UTF-16 text of so many characters. */
  text = (characters: number) => this.take(characters * 2).toString("utf16le");
  /** UTF-16 text behind a one-byte length. */
  name = () => this.text(this.u8());
  rest = () => this.take(this.left);
}

export class ByteWriter {
  #bytes = Buffer.allocUnsafe(256);
  length = 0;

  /** Makes room for `size` bytes and lets `write` fill them. */
  #put(size: number, write: (bytes: Buffer, at: number) => void): this {
    const at = this.length;
    this.length += size;
    if (this.length > this.#bytes.length) {
      const grown = Buffer.allocUnsafe(Math.max(this.length, this.#bytes.length * 2));
      this.#bytes.copy(grown, 0, 0, at);
      this.#bytes = grown;
    }
    write(this.#bytes, at);
    return this;
  }
  u8 = (value: number) => this.#put(1, (bytes, at) => bytes.writeUInt8(value, at));
  u16 = (value: number) => this.#put(2, (bytes, at) => bytes.writeUInt16LE(value, at));
  i16 = (value: number) => this.#put(2, (bytes, at) => bytes.writeInt16LE(value, at));
  u32 = (value: number) => this.#put(4, (bytes, at) => bytes.writeUInt32LE(value, at));
  i32 = (value: number) => this.#put(4, (bytes, at) => bytes.writeInt32LE(value, at));
  u64 = (value: bigint) => this.#put(8, (bytes, at) => bytes.writeBigUInt64LE(value, at));
  i64 = (value: bigint) => this.#put(8, (bytes, at) => bytes.writeBigInt64LE(value, at));
  f32 = (value: number) => this.#put(4, (bytes, at) => bytes.writeFloatLE(value, at));
  f64 = (value: number) => this.#put(8, (bytes, at) => bytes.writeDoubleLE(value, at));
  bytes = (value: Uint8Array) => this.#put(value.length, (bytes, at) => bytes.set(value, at));
  text = (value: string) => this.#put(value.length * 2, (bytes, at) => bytes.write(value, at, "utf16le"));
  /** An unsigned integer of any width. Throws RangeError when it does not fit. */
  uint(value: bigint, width: number): this {
    if (value < 0n || value >> BigInt(width * 8) !== 0n)
      throw new RangeError(`${value} does not fit in ${width} bytes`);
    return this.#put(width, (bytes, at) => {
      for (let i = 0; i < width; i++) bytes[at + i] = Number((value >> BigInt(i * 8)) & 0xffn);
    });
  }
  /** What `write` adds, with its length in one byte before it. */
  sized(write: () => void): void {
    const at = this.length;
    this.u8(0);
    write();
    this.#bytes.writeUInt8(this.length - at - 1, at);
  }
  /** Text behind a one-byte length in characters. */
  name(value: string): this {
    const cut = value.slice(0, 255);
    return this.u8(cut.length).text(cut);
  }
  /** Text behind a two-byte length in characters, cut so that a token's own two-byte length holds it. */
  longName(value: string): this {
    const cut = value.slice(0, 16_000);
    return this.u16(cut.length).text(cut);
  }
  /** What was written. The view stays valid: later writes never touch these bytes. */
  done(): Buffer {
    return this.#bytes.subarray(0, this.length);
  }
}
