// SQL Server's types: families, precedence, what converts to what by itself, and the type of a sum or a CASE.
import { SqlFailure } from "./errors.ts";
import type { SqlType, SqlValue } from "./result.ts";

export type TypeName = SqlType["name"];
export type Family =
  | "string"
  | "binary"
  | "integer"
  | "decimal"
  | "money"
  | "float"
  | "moment"
  | "uniqueidentifier"
  | "variant";

const FAMILY: Record<TypeName, Family> = {
  bit: "integer",
  tinyint: "integer",
  smallint: "integer",
  int: "integer",
  bigint: "integer",
  decimal: "decimal",
  money: "money",
  real: "float",
  float: "float",
  datetime: "moment",
  datetime2: "moment",
  date: "moment",
  time: "moment",
  datetimeoffset: "moment",
  uniqueidentifier: "uniqueidentifier",
  nvarchar: "string",
  varchar: "string",
  nchar: "string",
  char: "string",
  varbinary: "binary",
  binary: "binary",
  sql_variant: "variant",
};

/** Low to high: of two types the higher one wins. */
const PRECEDENCE: TypeName[] = [
  ...(["binary", "varbinary", "char", "varchar", "nchar", "nvarchar", "uniqueidentifier"] as const),
  ...(["bit", "tinyint", "smallint", "int", "bigint", "money", "decimal", "real", "float"] as const),
  ...(["time", "date", "datetime", "datetime2", "datetimeoffset", "sql_variant"] as const),
];

export const family = (type: SqlType): Family => FAMILY[type.name];
export const isNumeric = (type: SqlType): boolean => ["integer", "decimal", "money", "float"].includes(family(type));
export const isString = (type: SqlType): boolean => family(type) === "string";
export const isNational = (type: SqlType): boolean => type.name === "nvarchar" || type.name === "nchar";

export const INT: SqlType = { name: "int" };
export const BIGINT: SqlType = { name: "bigint" };
export const BIT: SqlType = { name: "bit" };
export const FLOAT: SqlType = { name: "float" };
export const DATETIME: SqlType = { name: "datetime" };
export const UNIQUEIDENTIFIER: SqlType = { name: "uniqueidentifier" };
export const VARIANT: SqlType = { name: "sql_variant" };

export function decimalType(precision: number, scale: number): Extract<SqlType, { name: "decimal" }> {
  return { name: "decimal", precision, scale };
}

/** nvarchar or varchar of a length; too long becomes max only if one of the operands was. */
export function stringType(national: boolean, length: number | "max"): SqlType {
  const limit = national ? 4000 : 8000;
  return {
    name: national ? "nvarchar" : "varchar",
    length: length === "max" ? length : Math.min(limit, Math.max(1, length)),
  };
}

/** As messages call it: decimal is "numeric" there. */
export function typeText(type: SqlType): string {
  return type.name === "decimal" ? "numeric" : type.name;
}

/** Characters a value of this type needs as text. */
export function textLength(type: SqlType): number | "max" {
  if ("length" in type) return type.length;
  switch (type.name) {
    case "bit":
      return 1;
    case "tinyint":
      return 3;
    case "smallint":
      return 6;
    case "int":
      return 12;
    case "bigint":
      return 20;
    case "decimal":
      return type.precision + 2;
    case "uniqueidentifier":
      return 36;
    case "date":
      return 10;
    default:
      return 40;
  }
}

/** "1.50" → precision 3, scale 2, unscaled 150n. */
export function decimalLiteral(text: string): { precision: number; scale: number; unscaled: bigint } {
  const [whole = "", fraction = ""] = text.split(".");
  const digits = whole.replace(/^0+/, "") + fraction;
  return { precision: Math.max(1, digits.length), scale: fraction.length, unscaled: BigInt(digits || "0") };
}

export type Conversion = "implicit" | "explicit" | "clash";

/** How a value of one type may become another: by itself, only with CONVERT (257), or not at all (206, 529). */
export function conversion(from: SqlType, to: SqlType): Conversion {
  const [source, target] = [family(from), family(to)];
  if (source === target && source !== "moment") return "implicit";
  if (target === "variant") return "length" in from && from.length === "max" ? "clash" : "implicit";
  if (source === "variant") return "explicit";
  if (source === "string") return target === "binary" || target === "money" ? "explicit" : "implicit";
  if (target === "string") return source === "binary" || source !== "money" ? "implicit" : "explicit";
  if (source === "moment" && target === "moment") {
    const pair = [from.name, to.name];
    return pair.includes("date") && pair.includes("time") ? "clash" : "implicit";
  }
  if (source === "uniqueidentifier" || target === "uniqueidentifier") {
    return source === "binary" || target === "binary" ? "implicit" : "clash";
  }
  if (source === "moment") return target === "binary" || from.name === "datetime" ? "explicit" : "clash";
  if (target === "moment") {
    if (source === "binary") return to.name === "datetime" ? "implicit" : "explicit";
    return to.name === "datetime" ? "implicit" : "clash";
  }
  if (source === "binary" || target === "binary") {
    const float = source === "float" ? "explicit" : "clash";
    return source === "float" || target === "float" ? float : "implicit";
  }
  return "implicit";
}

/** The type two operands are brought to. Throws 206 or 257 where SQL Server does. */
export function commonType(left: SqlType, right: SqlType): SqlType {
  const leftWins = PRECEDENCE.indexOf(left.name) >= PRECEDENCE.indexOf(right.name);
  const [high, low] = leftWins ? [left, right] : [right, left];
  requireImplicit(low, high);
  return unify(high, low);
}

export function requireImplicit(from: SqlType, to: SqlType): void {
  const allowed = conversion(from, to);
  if (allowed === "clash") throw new SqlFailure(206, [typeText(from), typeText(to)]);
  if (allowed === "explicit") throw new SqlFailure(257, [typeText(from), typeText(to)]);
}

/** Widens the winner so that no value of the loser is cut. */
function unify(high: SqlType, low: SqlType): SqlType {
  if (high.name === "decimal") {
    const other = asDecimal(low);
    const scale = Math.max(high.scale, other.scale);
    const whole = Math.max(high.precision - high.scale, other.precision - other.scale);
    return decimalType(Math.min(38, whole + scale), scale);
  }
  if (isString(high) && isString(low)) {
    const [a, b] = [textLength(high), textLength(low)];
    if (high.name === low.name && a === b) return high;
    return stringType(isNational(high), a === "max" || b === "max" ? "max" : Math.max(a, b));
  }
  if ("length" in high && "length" in low) {
    const longest = high.length === "max" || low.length === "max" ? "max" : Math.max(high.length, low.length);
    return { name: "varbinary", length: longest };
  }
  if (isScaledMoment(high) && isScaledMoment(low)) return { ...high, scale: Math.max(high.scale, low.scale) };
  return high;
}

function isScaledMoment(type: SqlType): type is Extract<SqlType, { name: "datetime2" | "time" | "datetimeoffset" }> {
  return "scale" in type && type.name !== "decimal";
}

/** The decimal an exact number counts as: int is (10,0), bigint (19,0), money (19,4). Others as they are sized by default. */
export function asDecimal(type: SqlType): { precision: number; scale: number } {
  switch (type.name) {
    case "decimal":
      return type;
    case "money":
      return { precision: 19, scale: 4 };
    case "bigint":
      return { precision: 19, scale: 0 };
    case "smallint":
      return { precision: 5, scale: 0 };
    case "tinyint":
      return { precision: 3, scale: 0 };
    case "bit":
      return { precision: 1, scale: 0 };
    default:
      return { precision: 10, scale: 0 };
  }
}

const INTEGERS: TypeName[] = ["bit", "tinyint", "smallint", "int", "bigint"];

/** The wider of two integer types; bit counts as it is. */
export function widerInteger(left: SqlType, right: SqlType): SqlType {
  return INTEGERS.indexOf(left.name) >= INTEGERS.indexOf(right.name) ? left : right;
}

/** Precision and scale of decimal arithmetic (Microsoft's table), cut to 38 digits at the cost of scale, down to 6. */
export function decimalResult(operator: "+" | "-" | "*" | "/" | "%", left: SqlType, right: SqlType): SqlType {
  const [a, b] = [asDecimal(left), asDecimal(right)];
  const wholes = Math.max(a.precision - a.scale, b.precision - b.scale);
  const scales = Math.max(a.scale, b.scale);
  switch (operator) {
    case "*":
      return sizedDecimal(a.precision + b.precision + 1, a.scale + b.scale);
    case "/": {
      const scale = Math.max(6, a.scale + b.precision + 1);
      return sizedDecimal(a.precision - a.scale + b.scale + scale, scale);
    }
    case "%":
      return sizedDecimal(Math.min(a.precision - a.scale, b.precision - b.scale) + scales, scales);
    default:
      return sizedDecimal(wholes + scales + 1, scales);
  }
}

function sizedDecimal(precision: number, scale: number): SqlType {
  if (precision <= 38) return decimalType(precision, scale);
  const cut = precision - 38;
  return decimalType(38, Math.max(Math.min(scale, 6), scale - cut));
}

/** The base type of a sql_variant's value. */
export function variantType(value: Exclude<SqlValue, null>): SqlType {
  switch (typeof value) {
    case "boolean":
      return BIT;
    case "bigint":
      return BIGINT;
    case "number":
      return Number.isInteger(value) && Math.abs(value) < 2 ** 31 ? INT : FLOAT;
    case "string":
      return stringType(true, Math.max(1, value.length));
    default:
      return value instanceof Uint8Array
        ? { name: "varbinary", length: Math.max(1, value.length) }
        : { name: "datetimeoffset", scale: 7 };
  }
}
