// The built-in functions of the subset, as a table: arity, what each argument is brought to, result type, and what it does.
import { type Builtin, type Call, strict } from "./builtin.ts";
import { DATE_FUNCTIONS } from "./builtins-dates.ts";
import { SERVER_FUNCTIONS } from "./builtins-server.ts";
import { coerce, unifyTypes } from "./coercion.ts";
import { rescale } from "./convert.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, Env } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Scope } from "./scope.ts";
import { asDecimal, family, INT, isNational, isNumeric, isString, stringType, textLength } from "./types.ts";

/** As wide as its first argument. */
const sameText = ([text]: Bound[]): SqlType => {
  const { type } = text as Bound;
  return stringType(isNational(type), textLength(type));
};
const sameType = ([first]: Bound[]): SqlType => (first as Bound).type;

function substring(text: string, start: number, length: number): string {
  if (length < 0) throw new SqlFailure(537);
  const from = start - 1;
  return text.slice(Math.max(0, from), Math.max(0, from + length));
}

const TEXT_FUNCTIONS: Record<string, Builtin> = {
  substring: strict("substring", ["s", "i", "i"], sameText, ([text, start, length]) =>
    substring(text as string, Number(start), Number(length)),
  ),
  left: strict("left", ["s", "i"], sameText, ([text, length]) => substring(text as string, 1, Number(length))),
  right: strict("right", ["s", "i"], sameText, ([text, length]) => {
    if (Number(length) < 0) throw new SqlFailure(537);
    return Number(length) === 0 ? "" : (text as string).slice(-Number(length));
  }),
  charindex: strict(
    "charindex",
    ["s", "s", "i"],
    INT,
    ([wanted, text, start = 1]) =>
      wanted === ""
        ? 0
        : (text as string).toLowerCase().indexOf((wanted as string).toLowerCase(), Math.max(0, Number(start) - 1)) + 1,
    2,
  ),
  len: strict("len", ["s"], INT, ([text]) => (text as string).replace(/ +$/, "").length),
  reverse: strict("reverse", ["s"], sameText, ([text]) => [...(text as string)].reverse().join("")),
  replace: strict(
    "replace",
    ["s", "s", "s"],
    ([text]) => stringType(isNational((text as Bound).type), isNational((text as Bound).type) ? 4000 : 8000),
    ([text, from, to]) => replaceAll(text as string, from as string, to as string),
  ),
  upper: strict("upper", ["s"], sameText, ([text]) => (text as string).toUpperCase()),
  lower: strict("lower", ["s"], sameText, ([text]) => (text as string).toLowerCase()),
  ltrim: strict("ltrim", ["s"], sameText, ([text]) => (text as string).replace(/^ +/, "")),
  rtrim: strict("rtrim", ["s"], sameText, ([text]) => (text as string).replace(/ +$/, "")),
  trim: strict("trim", ["s"], sameText, ([text]) => (text as string).replace(/^ +| +$/g, "")),
  quotename: strict(
    "quotename",
    ["s"],
    stringType(true, 258),
    ([text]) => `[${(text as string).replaceAll("]", "]]")}]`,
  ),
  char: strict("char", ["i"], { name: "char", length: 1 }, ([code]) =>
    Number(code) > 255 ? null : String.fromCharCode(Number(code)),
  ),
  nchar: strict("nchar", ["i"], { name: "nchar", length: 1 }, ([code]) => String.fromCharCode(Number(code))),
  datalength: strict("datalength", ["x"], INT, ([value], _env, [arg]) =>
    byteLength(value as string, (arg as Bound).type),
  ),
  concat: { arity: [2, 254], bind: bindConcat },
};

function replaceAll(text: string, from: string, to: string): string {
  if (from === "") return text;
  return text.replace(new RegExp(from.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"), "gi"), () => to);
}

function byteLength(value: Exclude<SqlValue, null>, type: SqlType): number {
  if (value instanceof Uint8Array) return value.length;
  if (isString(type)) return (value as string).length * (isNational(type) ? 2 : 1);
  const sizes: Record<string, number> = {
    bit: 1,
    tinyint: 1,
    smallint: 2,
    int: 4,
    real: 4,
    date: 3,
    uniqueidentifier: 16,
  };
  return sizes[type.name] ?? 8;
}

function bindConcat(args: Bound[]): Bound {
  const texts = args.map((arg) =>
    isString(arg.type) || arg.isNull ? arg : coerce(arg, stringType(false, textLength(arg.type))),
  );
  const lengths = texts.map(({ type }) => textLength(type));
  const length = lengths.includes("max") ? "max" : lengths.reduce<number>((all, one) => all + (one as number), 0);
  const type = stringType(
    texts.some((text) => isNational(text.type)),
    length,
  );
  return { type, nullable: false, evaluate: (env) => texts.map(({ evaluate }) => evaluate(env) ?? "").join("") };
}

const NUMBER_FUNCTIONS: Record<string, Builtin> = {
  abs: strict("abs", ["n"], sameType, ([value]) => (Number(value) < 0 ? -(value as number) : (value as number))),
  floor: strict("floor", ["n"], wholeType, ([value], _env, [arg]) =>
    toWhole(value as bigint, (arg as Bound).type, Math.floor, -1n),
  ),
  ceiling: strict("ceiling", ["n"], wholeType, ([value], _env, [arg]) =>
    toWhole(value as bigint, (arg as Bound).type, Math.ceil, 1n),
  ),
  round: strict("round", ["n", "i"], sameType, ([value, digits], _env, [arg]) =>
    roundTo(value as bigint, (arg as Bound).type, Number(digits)),
  ),
};

function wholeType([value]: Bound[]): SqlType {
  const { type } = value as Bound;
  return type.name === "decimal" ? { ...type, scale: 0 } : type;
}

function toWhole(
  value: number | bigint,
  type: SqlType,
  ofFloat: (value: number) => number,
  direction: bigint,
): SqlValue {
  if (typeof value === "number") return family(type) === "float" ? ofFloat(value) : value;
  if (type.name !== "decimal" && type.name !== "money") return value;
  const unit = 10n ** BigInt(asDecimal(type).scale);
  const rest = value % unit;
  const away = rest !== 0n && rest > 0n === direction > 0n ? direction : 0n;
  const whole = value / unit + away;
  return type.name === "money" ? whole * unit : whole;
}

function roundTo(value: number | bigint, type: SqlType, digits: number): SqlValue {
  if (family(type) === "float") {
    const unit = 10 ** digits;
    return (Math.sign(value as number) * Math.round(Math.abs(value as number) * unit)) / unit;
  }
  const { scale } = asDecimal(type);
  if (digits >= scale) return value;
  const rounded = rescale(rescale(BigInt(value), scale, digits), Math.max(0, digits), scale);
  const result = digits < 0 ? rescale(BigInt(value), scale, digits) * 10n ** BigInt(scale - digits) : rounded;
  return typeof value === "number" ? Number(result) : result;
}

const CHOICE_FUNCTIONS: Record<string, Builtin> = {
  /** ISNULL has the type of its first argument, COALESCE that of the highest. */
  isnull: {
    arity: [2, 2],
    bind([first, second]) {
      const [value, otherwise] = [first as Bound, second as Bound];
      const type = value.isNull ? otherwise.type : value.type;
      const [a, b] = [coerce(value, type).evaluate, coerce(otherwise, type).evaluate];
      return { type, nullable: value.nullable && otherwise.nullable, evaluate: (env) => a(env) ?? b(env) };
    },
  },
  coalesce: {
    arity: [2, 254],
    bind(args) {
      if (args.every(({ isNull }) => isNull)) throw new SqlFailure(8133);
      const type = unifyTypes(args);
      const values = args.map((arg) => coerce(arg, type).evaluate);
      const evaluate = (env: Env): SqlValue => {
        for (const value of values) {
          const result = value(env);
          if (result !== null) return result;
        }
        return null;
      };
      return { type, nullable: args.every(({ nullable }) => nullable), evaluate };
    },
  },
  isnumeric: {
    arity: [1, 1],
    bind([arg]) {
      const { evaluate, type } = arg as Bound;
      const isNumber = (value: SqlValue) => {
        if (value === null) return 0;
        if (!isString(type)) return isNumeric(type) ? 1 : 0;
        return /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(value as string) ? 1 : 0;
      };
      return { type: INT, nullable: false, evaluate: (env) => isNumber(evaluate(env)) };
    },
  },
};

const BUILTINS: Record<string, Builtin> = {
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...CHOICE_FUNCTIONS,
  ...DATE_FUNCTIONS,
  ...SERVER_FUNCTIONS,
};

/** Throws 195 for an unknown function (4121 if it is qualified), 174 or 189 for a wrong number of arguments. */
export function bindCall(node: Call, scope: Scope): Bound {
  const name = node.name.join(".").toLowerCase();
  const builtin = Object.hasOwn(BUILTINS, name) ? BUILTINS[name] : undefined;
  if (!builtin) {
    if (node.name.length === 1) throw new SqlFailure(195, [node.name[0] as string, "built-in function name"]);
    throw new SqlFailure(4121, [node.name.slice(0, -1).join("."), node.name.join(".")]);
  }
  if (node.star || node.distinct) throw new SqlFailure(102, [node.star ? "*" : "DISTINCT"]);
  const [least, most] = builtin.arity;
  if (node.args.length < least || node.args.length > most) {
    throw least === most ? new SqlFailure(174, [name, least]) : new SqlFailure(189, [name, least, most]);
  }
  if (builtin.raw) return builtin.raw(node, scope);
  return builtin.bind(
    node.args.map((arg) => scope.bind(arg)),
    node,
    scope,
  );
}
