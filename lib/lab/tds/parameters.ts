// Parameters of an RPC on their way in: TYPE_INFO and value as the client chose them.
import type { Parameter, SqlType, SqlValue } from "../sql/result.ts";
import { type ByteReader, MalformedBytes } from "./bytes.ts";
import { decode1252 } from "./codepage.ts";
import { DAY_MS, DAYS_0001, DAYS_1900, MAX, swapGuid, TYPE, timeWidth } from "./types.ts";

const NULL_TYPE = 0x1f;
const IMAGE = 0x22;
const TEXT = 0x23;
const NTEXT = 0x63;
const PLP_NULL = 0xffff_ffff_ffff_ffffn;

// Types of a fixed length and no length byte, as some drivers use for what cannot be NULL.
const FIXED: Record<number, [nullable: number, width: number]> = {
  48: [TYPE.intN, 1],
  50: [TYPE.bitN, 1],
  52: [TYPE.intN, 2],
  56: [TYPE.intN, 4],
  58: [TYPE.datetimeN, 4],
  59: [TYPE.floatN, 4],
  60: [TYPE.moneyN, 8],
  61: [TYPE.datetimeN, 8],
  62: [TYPE.floatN, 8],
  122: [TYPE.moneyN, 4],
  127: [TYPE.intN, 8],
};
const INT_NAME = { 1: "tinyint", 2: "smallint", 4: "int", 8: "bigint" } as const;

/** One parameter with name, flags, type and value. Throws MalformedBytes, also for types the lab does not take (TVP, XML, UDT). */
export function readParameter(input: ByteReader): Parameter {
  const name = input.name();
  input.u8(); // flags: output or default
  const id = input.u8();
  const fixed = FIXED[id];
  if (fixed) return { name, ...numberValue(fixed[0], fixed[1], input.take(fixed[1])) };
  switch (id) {
    case NULL_TYPE:
      return { name, type: { name: "nvarchar", length: 1 }, value: null };
    case TYPE.intN:
    case TYPE.bitN:
    case TYPE.floatN:
    case TYPE.moneyN:
    case TYPE.datetimeN: {
      const width = input.u8();
      return { name, ...numberValue(id, width, input.take(input.u8())) };
    }
    case TYPE.guid: {
      input.u8();
      const bytes = input.take(input.u8());
      return { name, type: { name: "uniqueidentifier" }, value: bytes.length === 0 ? null : guidText(bytes) };
    }
    case TYPE.decimalN:
    case TYPE.numericN: {
      input.u8();
      const type: SqlType = { name: "decimal", precision: input.u8(), scale: input.u8() };
      const bytes = input.take(input.u8());
      return { name, type, value: bytes.length === 0 ? null : decimalValue(bytes) };
    }
    case TYPE.date: {
      const bytes = input.take(input.u8());
      return { name, type: { name: "date" }, value: bytes.length === 0 ? null : dayMs(bytes) };
    }
    case TYPE.time:
    case TYPE.datetime2:
    case TYPE.datetimeoffset:
      return { name, ...momentValue(id, input.u8(), input) };
    case IMAGE:
    case TEXT:
    case NTEXT:
      return { name, ...longValue(id, input) };
    case TYPE.varbinary:
    case TYPE.binary:
    case TYPE.varchar:
    case TYPE.char:
    case TYPE.nvarchar:
    case TYPE.nchar:
      return { name, ...stringValue(id, input) };
    default:
      throw new MalformedBytes(`a parameter of type 0x${id.toString(16)} is not taken by the lab`);
  }
}

interface Typed {
  type: SqlType;
  value: SqlValue;
}

/** `bytes` is empty for NULL, and then `width` still says the type. */
function numberValue(id: number, width: number, bytes: Buffer): Typed {
  const isNull = bytes.length === 0;
  if (!isNull && bytes.length !== width) throw new MalformedBytes(`${bytes.length} bytes for a type of ${width}`);
  switch (id) {
    case TYPE.bitN:
      return { type: { name: "bit" }, value: isNull ? null : bytes[0] !== 0 };
    case TYPE.floatN: {
      const value = isNull ? null : width === 4 ? bytes.readFloatLE() : bytes.readDoubleLE();
      return { type: { name: width === 4 ? "real" : "float" }, value };
    }
    case TYPE.moneyN: {
      if (isNull) return { type: { name: "money" }, value: null };
      if (width === 4) return { type: { name: "money" }, value: BigInt(bytes.readInt32LE()) };
      return { type: { name: "money" }, value: (BigInt(bytes.readInt32LE()) << 32n) | BigInt(bytes.readUInt32LE(4)) };
    }
    case TYPE.datetimeN: {
      if (isNull) return { type: { name: "datetime" }, value: null };
      const [days, ms] =
        width === 4
          ? [bytes.readUInt16LE(), bytes.readUInt16LE(2) * 60_000]
          : [bytes.readInt32LE(), Math.round(bytes.readUInt32LE(4) / 0.3)];
      return { type: { name: "datetime" }, value: (days - DAYS_1900) * DAY_MS + ms };
    }
    default: {
      const name = INT_NAME[width as keyof typeof INT_NAME];
      if (name === undefined) throw new MalformedBytes(`an integer of ${width} bytes`);
      if (isNull) return { type: { name }, value: null };
      if (name === "bigint") return { type: { name }, value: bytes.readBigInt64LE() };
      return { type: { name }, value: name === "tinyint" ? bytes[0]! : bytes.readIntLE(0, width) };
    }
  }
}

function guidText(bytes: Buffer): string {
  if (bytes.length !== 16) throw new MalformedBytes(`a uniqueidentifier of ${bytes.length} bytes`);
  const hex = swapGuid(bytes).toString("hex").toUpperCase();
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

function decimalValue(bytes: Buffer): bigint {
  const magnitude = Buffer.from(bytes.subarray(1)).reverse().toString("hex");
  const unscaled = BigInt(`0x${magnitude || "0"}`);
  return bytes[0] === 0 ? -unscaled : unscaled;
}

const dayMs = (bytes: Buffer) => {
  if (bytes.length < 3) throw new MalformedBytes(`a date of ${bytes.length} bytes`);
  return (bytes.readUIntLE(0, 3) - DAYS_0001) * DAY_MS;
};

function momentValue(id: number, scale: number, input: ByteReader): Typed {
  if (scale > 7) throw new MalformedBytes(`a time of ${scale} decimals`);
  const name = id === TYPE.time ? "time" : id === TYPE.datetime2 ? "datetime2" : "datetimeoffset";
  const bytes = input.take(input.u8());
  const width = timeWidth(scale);
  const expected = width + (name === "time" ? 0 : name === "datetime2" ? 3 : 5);
  if (bytes.length === 0) return { type: { name, scale }, value: null };
  if (bytes.length !== expected) throw new MalformedBytes(`a ${name} of ${bytes.length} bytes`);
  const time = bytes.readUIntLE(0, width) / 10 ** (scale - 3);
  if (name === "time") return { type: { name, scale }, value: time };
  const ms = dayMs(bytes.subarray(width)) + time;
  if (name === "datetime2") return { type: { name, scale }, value: ms };
  return { type: { name, scale }, value: { ms, offsetMinutes: bytes.readInt16LE(width + 3) } };
}

/** text, ntext and image: a four-byte length, -1 for NULL. */
function longValue(id: number, input: ByteReader): Typed {
  input.u32();
  if (id !== IMAGE) input.take(5);
  const length = input.i32();
  const bytes = length === -1 ? null : input.take(length);
  if (id === IMAGE) return { type: { name: "varbinary", length: "max" }, value: bytes };
  if (id === TEXT) return { type: { name: "varchar", length: "max" }, value: bytes && decode1252(bytes) };
  return { type: { name: "nvarchar", length: "max" }, value: bytes?.toString("utf16le") ?? null };
}

function stringValue(id: number, input: ByteReader): Typed {
  const declared = input.u16();
  const isBinary = id === TYPE.varbinary || id === TYPE.binary;
  if (!isBinary) input.take(5);
  const bytes = declared === MAX ? readPlp(input) : readShort(input);
  const isWide = id === TYPE.nvarchar || id === TYPE.nchar;
  const length = declared === MAX ? "max" : Math.max(1, isWide ? declared / 2 : declared);
  const name = isBinary ? "varbinary" : isWide ? "nvarchar" : "varchar";
  const value = bytes && (isBinary ? bytes : isWide ? bytes.toString("utf16le") : decode1252(bytes));
  return { type: { name, length }, value };
}

function readShort(input: ByteReader): Buffer | null {
  const length = input.u16();
  return length === MAX ? null : input.take(length);
}

/** Chunks with their lengths, ended by a chunk of none. */
function readPlp(input: ByteReader): Buffer | null {
  if (input.u64() === PLP_NULL) return null;
  const chunks: Buffer[] = [];
  for (let length = input.u32(); length > 0; length = input.u32()) chunks.push(input.take(length));
  return Buffer.concat(chunks);
}
