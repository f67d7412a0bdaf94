// SQL types on their way out: TYPE_INFO for COLMETADATA and the bytes of every value.
import type { SqlType, SqlValue } from "../sql/result.ts";
import { ByteWriter } from "./bytes.ts";
import { COLLATION, encode1252 } from "./codepage.ts";

/** Type ids of the wire. */
export const TYPE = {
  guid: 0x24,
  intN: 0x26,
  date: 0x28,
  time: 0x29,
  datetime2: 0x2a,
  datetimeoffset: 0x2b,
  variant: 0x62,
  bitN: 0x68,
  decimalN: 0x6a,
  numericN: 0x6c,
  floatN: 0x6d,
  moneyN: 0x6e,
  datetimeN: 0x6f,
  varbinary: 0xa5,
  varchar: 0xa7,
  binary: 0xad,
  char: 0xaf,
  nvarchar: 0xe7,
  nchar: 0xef,
} as const;

export const DAY_MS = 86_400_000;
/** Days from 1900-01-01 and from 0001-01-01 to 1970-01-01. */
export const DAYS_1900 = 25_567;
export const DAYS_0001 = 719_162;
/** The length that says "max": the value is PLP. */
export const MAX = 0xffff;

const INT_WIDTH = { tinyint: 1, smallint: 2, int: 4, bigint: 8 } as const;
const VARIANT_LIMIT = 8009;
const VARIANT = { bit: 0x32, int: 0x38, float: 0x3e, bigint: 0x7f } as const;

/** Bytes of a decimal without its sign. */
export const decimalWidth = (precision: number) =>
  precision <= 9 ? 4 : precision <= 19 ? 8 : precision <= 28 ? 12 : 16;
/** Bytes of a time of so many decimals. */
export const timeWidth = (scale: number) => (scale <= 2 ? 3 : scale <= 4 ? 4 : 5);

/** All types go out in their nullable form; whether a column may be NULL is said by its flags. */
export function writeTypeInfo(out: ByteWriter, type: SqlType): void {
  switch (type.name) {
    case "bit":
      out.u8(TYPE.bitN).u8(1);
      return;
    case "tinyint":
    case "smallint":
    case "int":
    case "bigint":
      out.u8(TYPE.intN).u8(INT_WIDTH[type.name]);
      return;
    case "real":
    case "float":
      out.u8(TYPE.floatN).u8(type.name === "real" ? 4 : 8);
      return;
    case "money":
      out.u8(TYPE.moneyN).u8(8);
      return;
    case "datetime":
      out.u8(TYPE.datetimeN).u8(8);
      return;
    case "date":
      out.u8(TYPE.date);
      return;
    case "uniqueidentifier":
      out.u8(TYPE.guid).u8(16);
      return;
    case "sql_variant":
      out.u8(TYPE.variant).u32(VARIANT_LIMIT);
      return;
    case "decimal":
      out.u8(TYPE.numericN).u8(decimalWidth(type.precision) + 1);
      out.u8(type.precision).u8(type.scale);
      return;
    case "time":
    case "datetime2":
    case "datetimeoffset":
      out.u8(TYPE[type.name]).u8(type.scale);
      return;
    case "varbinary":
    case "binary":
      out.u8(TYPE[type.name]).u16(byteLength(type));
      return;
    default:
      out.u8(TYPE[type.name]).u16(byteLength(type)).bytes(COLLATION);
  }
}

type StringType = Extract<SqlType, { length: unknown }>;

function byteLength(type: StringType): number {
  if (type.length === "max") return MAX;
  const bytes = type.name.startsWith("n") ? type.length * 2 : type.length;
  if (bytes > 8000) throw new RangeError(`${type.name}(${type.length}) is longer than 8000 bytes`);
  return bytes;
}

/** One value with its length in front. Throws RangeError or TypeError when the value is not of its type. */
export function writeValue(out: ByteWriter, type: SqlType, value: SqlValue): void {
  if ("length" in type) writeString(out, type, value);
  else if (type.name === "sql_variant") writeVariant(out, value);
  else if (value === null) out.u8(0);
  else out.sized(() => writeFixed(out, type, value));
}

function writeFixed(out: ByteWriter, type: SqlType, value: SqlValue): void {
  switch (type.name) {
    case "bit":
      if (typeof value !== "boolean") throw mismatch(type, value);
      out.u8(value ? 1 : 0);
      return;
    case "tinyint":
      out.u8(number(type, value));
      return;
    case "smallint":
      out.i16(number(type, value));
      return;
    case "int":
      out.i32(number(type, value));
      return;
    case "bigint":
      out.i64(integer(type, value));
      return;
    case "real":
      out.f32(number(type, value));
      return;
    case "float":
      out.f64(number(type, value));
      return;
    case "money": {
      const unscaled = BigInt.asUintN(64, integer(type, value));
      out.u32(Number(unscaled >> 32n)).u32(Number(unscaled & 0xffffffffn));
      return;
    }
    case "decimal": {
      const unscaled = integer(type, value);
      const isNegative = unscaled < 0n;
      out.u8(isNegative ? 0 : 1).uint(isNegative ? -unscaled : unscaled, decimalWidth(type.precision));
      return;
    }
    case "uniqueidentifier":
      out.bytes(guidBytes(String(value)));
      return;
    case "datetime": {
      const { day, ticks } = split(number(type, value), 0.3);
      out.i32(day + DAYS_1900).u32(ticks);
      return;
    }
    case "date":
      out.uint(BigInt(Math.floor(number(type, value) / DAY_MS) + DAYS_0001), 3);
      return;
    case "time":
      writeTime(out, type.scale, split(number(type, value), 10 ** (type.scale - 3)).ticks);
      return;
    case "datetime2":
      writeMoment(out, type.scale, number(type, value));
      return;
    case "datetimeoffset":
      if (typeof value !== "object" || value === null || !("ms" in value)) throw mismatch(type, value);
      writeMoment(out, type.scale, value.ms);
      out.i16(value.offsetMinutes);
  }
}

/** Milliseconds since 1970 as days since 1970 and ticks of that day; rounding may reach the next day. */
function split(ms: number, ticksPerMs: number): { day: number; ticks: number } {
  const day = Math.floor(ms / DAY_MS);
  const ticks = Math.round((ms - day * DAY_MS) * ticksPerMs);
  return ticks >= Math.round(DAY_MS * ticksPerMs) ? { day: day + 1, ticks: 0 } : { day, ticks };
}

function writeTime(out: ByteWriter, scale: number, ticks: number): void {
  out.uint(BigInt(ticks), timeWidth(scale));
}

function writeMoment(out: ByteWriter, scale: number, ms: number): void {
  const { day, ticks } = split(ms, 10 ** (scale - 3));
  writeTime(out, scale, ticks);
  out.uint(BigInt(day + DAYS_0001), 3);
}

function writeString(out: ByteWriter, type: StringType, value: SqlValue): void {
  const bytes = value === null ? null : stringBytes(type, value);
  if (type.length === "max") {
    if (bytes === null) out.u64(0xffff_ffff_ffff_ffffn);
    else {
      out.u64(BigInt(bytes.length));
      if (bytes.length > 0) out.u32(bytes.length).bytes(bytes);
      out.u32(0);
    }
    return;
  }
  if (bytes === null) out.u16(MAX);
  else {
    if (bytes.length > byteLength(type)) {
      throw new RangeError(`${bytes.length} bytes do not fit in ${type.name}(${type.length})`);
    }
    out.u16(bytes.length).bytes(bytes);
  }
}

function stringBytes(type: StringType, value: SqlValue): Uint8Array {
  if (type.name === "varbinary" || type.name === "binary") {
    if (!(value instanceof Uint8Array)) throw mismatch(type, value);
    if (type.name === "varbinary") return value;
    const padding = new Uint8Array(Math.max(0, byteLength(type) - value.length));
    return Buffer.concat([value, padding]);
  }
  if (typeof value !== "string") throw mismatch(type, value);
  const text = type.name === "char" || type.name === "nchar" ? value.padEnd(Number(type.length)) : value;
  return type.name.startsWith("n") ? Buffer.from(text, "utf16le") : encode1252(text);
}

/** A variant says its base type itself; the lab infers it from the value. */
function writeVariant(out: ByteWriter, value: SqlValue): void {
  if (value === null) {
    out.u32(0);
    return;
  }
  const body = new ByteWriter();
  const fixed = (base: number, type: SqlType) => writeFixed(body.u8(base).u8(0), type, value);
  if (typeof value === "boolean") fixed(VARIANT.bit, { name: "bit" });
  else if (typeof value === "bigint") fixed(VARIANT.bigint, { name: "bigint" });
  else if (typeof value === "number") {
    if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) fixed(VARIANT.int, { name: "int" });
    else fixed(VARIANT.float, { name: "float" });
  } else if (typeof value === "string") {
    body.u8(TYPE.nvarchar).u8(7).bytes(COLLATION).u16(8000).text(value.slice(0, 4000));
  } else if (value instanceof Uint8Array) {
    body.u8(TYPE.varbinary).u8(2).u16(8000).bytes(value.subarray(0, 8000));
  } else {
    writeFixed(body.u8(TYPE.datetimeoffset).u8(1).u8(7), { name: "datetimeoffset", scale: 7 }, value);
  }
  out.u32(body.length).bytes(body.done());
}

/** The first three groups of a GUID travel little endian. Throws TypeError for text that is no GUID. */
function guidBytes(text: string): Buffer {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  if (bytes.length !== 16) throw new TypeError(`"${text}" is no uniqueidentifier`);
  return swapGuid(bytes);
}

/** From the order of the text to the order of the wire, and back. */
export function swapGuid(bytes: Buffer): Buffer {
  const swapped = Buffer.from(bytes);
  swapped.subarray(0, 4).reverse();
  swapped.subarray(4, 6).reverse();
  swapped.subarray(6, 8).reverse();
  return swapped;
}

function number(type: SqlType, value: SqlValue): number {
  if (typeof value !== "number" || !Number.isFinite(value)) throw mismatch(type, value);
  return value;
}

function integer(type: SqlType, value: SqlValue): bigint {
  if (typeof value !== "bigint") throw mismatch(type, value);
  return value;
}

const mismatch = (type: SqlType, value: SqlValue) => new TypeError(`${String(value)} is no ${type.name}`);
