// Turns a value of one SQL type into another, by SQL Server's rules, ranges, texts and error numbers.
import { SqlFailure } from "./errors.ts";
import { DAY_MS, EPOCH_1900_MS, formatMoment, type Moment, parseMoment, roundToDatetime } from "./moments.ts";
import type { SqlType, SqlValue } from "./result.ts";
import { family, isString, typeText, variantType } from "./types.ts";

type Value = Exclude<SqlValue, null>;
export type Converter = (value: Value) => SqlValue;

/** The converter between two types; `style` as in CONVERT, null for none. Throws 529 if there is no such conversion at all. */
export function converterTo(from: SqlType, to: SqlType, style: number | null = null): Converter {
  if (from.name === "sql_variant") {
    if (to.name === "sql_variant") return (value) => value;
    return (value) => converterTo(variantType(value), to, style)(value);
  }
  if (isSame(from, to)) return (value) => value;
  switch (family(to)) {
    case "string":
      return (value) => fitText(textOf(value, from, style), from, to);
    case "integer":
      return (value) => integerOf(value, from, to);
    case "decimal":
      return (value) => decimalOf(value, from, to as Extract<SqlType, { name: "decimal" }>);
    case "money":
      return (value) => decimalOf(value, from, { name: "decimal", precision: 19, scale: 4 });
    case "float":
      return (value) => floatOf(value, from, to);
    case "moment":
      return (value) => momentOf(value, from, to);
    case "binary":
      return (value) => bytesOf(value, from, to, style);
    case "uniqueidentifier":
      return (value) => uniqueidentifierOf(value, from);
    case "variant":
      return (value) => value;
  }
}

function isSame(from: SqlType, to: SqlType): boolean {
  if (from.name !== to.name) return false;
  if ("length" in from && "length" in to) return from.length === to.length;
  if ("scale" in from && "scale" in to) return from.scale === to.scale && JSON.stringify(from) === JSON.stringify(to);
  return true;
}

/** A decimal's digits with the point in its place. */
export function decimalText(unscaled: bigint, scale: number): string {
  const digits = (unscaled < 0n ? -unscaled : unscaled).toString().padStart(scale + 1, "0");
  const sign = unscaled < 0n ? "-" : "";
  return scale === 0 ? sign + digits : `${sign}${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}

/** Moves an unscaled decimal to another scale, rounding half away from zero. */
export function rescale(unscaled: bigint, from: number, to: number): bigint {
  if (to >= from) return unscaled * 10n ** BigInt(to - from);
  const divisor = 10n ** BigInt(from - to);
  const half = divisor / 2n;
  return (unscaled + (unscaled < 0n ? -half : half)) / divisor;
}

export function isMoment(value: SqlValue): value is { ms: number; offsetMinutes: number } {
  return typeof value === "object" && value !== null && !(value instanceof Uint8Array);
}

function textOf(value: Value, from: SqlType, style: number | null): string {
  switch (family(from)) {
    case "integer":
      return typeof value === "boolean" ? (value ? "1" : "0") : String(value);
    case "decimal":
      return decimalText(value as bigint, (from as { scale: number }).scale);
    case "money":
      return decimalText(rescale(value as bigint, 4, 2), 2);
    case "float":
      return floatText(value as number);
    case "moment": {
      const [ms, offset] = isMoment(value)
        ? [value.ms + value.offsetMinutes * 60_000, value.offsetMinutes]
        : [value as number, 0];
      return formatMoment(ms, from, style ?? (from.name === "datetime" ? 0 : 121), offset);
    }
    case "binary":
      return binaryText(value as Uint8Array, style ?? 0);
    default:
      return value as string;
  }
}

/** Six significant digits, as SQL Server's style 0. */
function floatText(value: number): string {
  const text = String(Number(value.toPrecision(6)));
  if (Math.abs(value) >= 1e6 || (value !== 0 && Math.abs(value) < 1e-4)) {
    const [mantissa = "0", exponent = "+0"] = Number(value.toPrecision(6)).toExponential().split("e");
    return `${mantissa}e${exponent[0]}${exponent.slice(1).padStart(3, "0")}`;
  }
  return text;
}

function binaryText(bytes: Uint8Array, style: number): string {
  if (style === 0) return Buffer.from(bytes).toString("latin1");
  if (style !== 1 && style !== 2) throw new SqlFailure(281, [style, "varbinary"]);
  const hex = Buffer.from(bytes).toString("hex").toUpperCase();
  return style === 1 ? `0x${hex}` : hex;
}

/** Text is cut to length; a number that does not fit is '*' or 8115; char is padded. */
function fitText(text: string, from: SqlType, to: SqlType): string {
  if (!("length" in to) || to.length === "max") return text;
  if (text.length > to.length) {
    if (family(from) === "integer" && from.name !== "bigint" && to.name === "varchar") return "*";
    if (["integer", "decimal", "money", "float", "uniqueidentifier"].includes(family(from))) {
      throw new SqlFailure(8115, [typeText(from), typeText(to)]);
    }
    return text.slice(0, to.length);
  }
  return to.name === "char" || to.name === "nchar" ? text.padEnd(to.length) : text;
}

const RANGE: Record<string, [low: bigint, high: bigint]> = {
  tinyint: [0n, 255n],
  smallint: [-32768n, 32767n],
  int: [-2147483648n, 2147483647n],
  bigint: [-(2n ** 63n), 2n ** 63n - 1n],
};

/** An integer result in its own representation; 8115 if it does not fit. */
export function toInteger(value: bigint, to: SqlType): SqlValue {
  const [low, high] = RANGE[to.name] as [bigint, bigint];
  if (value < low || value > high) throw new SqlFailure(8115, ["expression", typeText(to)]);
  return to.name === "bigint" ? value : Number(value);
}

function integerOf(value: Value, from: SqlType, to: SqlType): SqlValue {
  const whole = wholeOf(value, from, to);
  if (to.name === "bit") return whole !== 0n;
  const [low, high] = RANGE[to.name] as [bigint, bigint];
  if (whole >= low && whole <= high) return to.name === "bigint" ? whole : Number(whole);
  if (isString(from)) {
    if (to.name === "int") throw new SqlFailure(248, [typeText(from), String(value)]);
    if (to.name === "bigint") throw new SqlFailure(8115, ["expression", "bigint"]);
    throw new SqlFailure(244, [typeText(from), String(value), to.name]);
  }
  if (family(from) === "integer" && to.name !== "int") throw new SqlFailure(220, [to.name, String(value)]);
  throw new SqlFailure(8115, ["expression", to.name]);
}

function wholeOf(value: Value, from: SqlType, to: SqlType): bigint {
  switch (family(from)) {
    case "integer":
      return BigInt(value as number | bigint | boolean);
    case "decimal":
    case "money": {
      const scale = from.name === "decimal" ? from.scale : 4;
      // A decimal is cut on its way to an integer, money is rounded; to bit anything but zero counts.
      if (to.name === "bit") return value === 0n ? 0n : 1n;
      return from.name === "money" ? rescale(value as bigint, 4, 0) : (value as bigint) / 10n ** BigInt(scale);
    }
    case "float":
      if (to.name === "bit") return value === 0 ? 0n : 1n;
      return BigInt(Math.trunc(value as number));
    case "binary": {
      const hex = Buffer.from((value as Uint8Array).slice(-8)).toString("hex");
      const width = to.name === "bigint" ? 64 : 32;
      return BigInt.asIntN(width, BigInt(`0x${hex || "0"}`));
    }
    case "moment":
      return BigInt(Math.round(((value as number) - EPOCH_1900_MS) / DAY_MS));
    default:
      return wholeOfText(value as string, from, to);
  }
}

function wholeOfText(text: string, from: SqlType, to: SqlType): bigint {
  const trimmed = text.trim();
  if (trimmed === "") return 0n;
  if (to.name === "bit" && /^(true|false)$/i.test(trimmed)) return trimmed.toLowerCase() === "true" ? 1n : 0n;
  if (/^[+-]?\d+$/.test(trimmed)) return BigInt(trimmed.replace("+", ""));
  if (to.name === "bigint") throw new SqlFailure(8114, [typeText(from), "bigint"]);
  throw new SqlFailure(245, [typeText(from), text, to.name]);
}

function decimalOf(value: Value, from: SqlType, to: Extract<SqlType, { name: "decimal" }>): bigint {
  const unscaled = unscaledOf(value, from, to);
  if ((unscaled < 0n ? -unscaled : unscaled) >= 10n ** BigInt(to.precision)) {
    throw new SqlFailure(8115, [
      isString(from) ? typeText(from) : family(from) === "integer" ? from.name : "expression",
      "numeric",
    ]);
  }
  return unscaled;
}

function unscaledOf(value: Value, from: SqlType, to: { scale: number }): bigint {
  switch (family(from)) {
    case "integer":
      return rescale(BigInt(value as number | bigint | boolean), 0, to.scale);
    case "decimal":
      return rescale(value as bigint, (from as { scale: number }).scale, to.scale);
    case "money":
      return rescale(value as bigint, 4, to.scale);
    case "float":
      return decimalDigits((value as number).toFixed(Math.min(100, to.scale + 1)), to.scale);
    case "string": {
      const trimmed = (value as string).trim();
      if (!/^[+-]?(\d+\.?\d*|\.\d+)$/.test(trimmed)) throw new SqlFailure(8114, [typeText(from), "numeric"]);
      return decimalDigits(trimmed.replace("+", ""), to.scale);
    }
    default:
      throw new SqlFailure(529, [typeText(from), "numeric"]);
  }
}

function decimalDigits(text: string, scale: number): bigint {
  const [whole = "0", fraction = ""] = text.split(".");
  const negative = whole.startsWith("-");
  const digits = BigInt(whole.replace("-", "") + fraction || "0");
  return rescale(negative ? -digits : digits, fraction.length, scale);
}

function floatOf(value: Value, from: SqlType, to: SqlType): number {
  const number = numberOf(value, from);
  return to.name === "real" ? Math.fround(number) : number;
}

function numberOf(value: Value, from: SqlType): number {
  switch (family(from)) {
    case "decimal":
      return Number(decimalText(value as bigint, (from as { scale: number }).scale));
    case "money":
      return Number(value) / 10_000;
    case "string": {
      const number = Number((value as string).trim());
      if (Number.isNaN(number)) throw new SqlFailure(8114, [typeText(from), "float"]);
      return number;
    }
    default:
      return Number(value);
  }
}

function momentOf(value: Value, from: SqlType, to: SqlType): SqlValue {
  return shapeMoment(wallClock(value, from), to);
}

function wallClock(value: Value, from: SqlType): Moment {
  if (isMoment(value)) return { ms: value.ms + value.offsetMinutes * 60_000, offsetMinutes: value.offsetMinutes };
  if (typeof value === "string") return parseMoment(value);
  if (from.name === "time") return { ms: EPOCH_1900_MS + (value as number), offsetMinutes: null };
  if (family(from) === "moment") return { ms: value as number, offsetMinutes: null };
  // A number is days since 1900.
  return { ms: EPOCH_1900_MS + numberOf(value, from) * DAY_MS, offsetMinutes: null };
}

function shapeMoment({ ms, offsetMinutes }: Moment, to: SqlType): SqlValue {
  const midnight = Math.floor(ms / DAY_MS) * DAY_MS;
  switch (to.name) {
    case "datetime":
      if (ms < Date.UTC(1753, 0, 1) || ms >= Date.UTC(10000, 0, 1)) throw new SqlFailure(242, ["varchar", "datetime"]);
      return roundToDatetime(ms);
    case "date":
      return midnight;
    case "time":
      return ms - midnight;
    case "datetimeoffset":
      return { ms: ms - (offsetMinutes ?? 0) * 60_000, offsetMinutes: offsetMinutes ?? 0 };
    default:
      return "scale" in to && to.scale < 3 ? Math.round(ms / 10 ** (3 - to.scale)) * 10 ** (3 - to.scale) : ms;
  }
}

function bytesOf(value: Value, from: SqlType, to: SqlType, style: number | null): Uint8Array {
  const bytes = rawBytes(value, from, style);
  if (!("length" in to) || to.length === "max") return bytes;
  // Numbers keep their low bytes, everything else its first ones.
  const cut = family(from) === "integer" ? bytes.slice(-to.length) : bytes.slice(0, to.length);
  return to.name === "binary" ? Uint8Array.from([...cut, ...new Array(to.length - cut.length).fill(0)]) : cut;
}

function rawBytes(value: Value, from: SqlType, style: number | null): Uint8Array {
  if (value instanceof Uint8Array) return value;
  if (isString(from)) {
    const text = value as string;
    if (style === 1 || style === 2) {
      const hex = style === 1 ? /^0x((?:[0-9a-f]{2})*)$/i.exec(text)?.[1] : /^((?:[0-9a-f]{2})*)$/i.exec(text)?.[1];
      if (hex === undefined) throw new SqlFailure(8114, [typeText(from), "varbinary"]);
      return Uint8Array.from(Buffer.from(hex, "hex"));
    }
    return Uint8Array.from(Buffer.from(text, from.name.startsWith("n") ? "utf16le" : "latin1"));
  }
  if (family(from) === "integer") {
    const width = { bit: 1, tinyint: 1, smallint: 2, int: 4, bigint: 8 }[from.name as "int"];
    const bits = BigInt.asUintN(width * 8, BigInt(value as number | bigint | boolean));
    return Uint8Array.from(Buffer.from(bits.toString(16).padStart(width * 2, "0"), "hex"));
  }
  if (from.name === "uniqueidentifier") return uniqueidentifierBytes(value as string);
  throw new SqlFailure(40000, [`conversion of ${typeText(from)} to binary`]);
}

/** The first three groups are little endian, as SQL Server keeps them. */
export function uniqueidentifierBytes(text: string): Uint8Array {
  const bytes = Buffer.from(text.replaceAll("-", ""), "hex");
  const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Uint8Array.from(order.map((at) => bytes[at] as number));
}

function uniqueidentifierOf(value: Value, from: SqlType): string {
  if (value instanceof Uint8Array) {
    const padded = Buffer.alloc(16);
    padded.set(value.slice(0, 16));
    const order = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
    const hex = Buffer.from(order.map((at) => padded[at] as number))
      .toString("hex")
      .toUpperCase();
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }
  if (!isString(from)) throw new SqlFailure(529, [typeText(from), "uniqueidentifier"]);
  const found = /^\{?([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})\}?/i.exec((value as string).trim());
  if (!found?.[1]) throw new SqlFailure(8169);
  return found[1].toUpperCase();
}
