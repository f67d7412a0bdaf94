// Arithmetic as T-SQL types it: integers stay integers, decimals grow, strings follow the number beside them.
import type { ArithmeticOperator } from "./ast.ts";
import { coerce } from "./coercion.ts";
import { converterTo, rescale, toInteger } from "./convert.ts";
import { SqlFailure } from "./errors.ts";
import { EPOCH_1900_MS, roundToDatetime } from "./moments.ts";
import type { Bound, Env } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import {
  asDecimal,
  conversion,
  DATETIME,
  decimalResult,
  FLOAT,
  family,
  INT,
  isNational,
  isNumeric,
  isString,
  stringType,
  textLength,
  typeText,
  widerInteger,
} from "./types.ts";

export function bindUnary(operator: "-" | "~", operand: Bound): Bound {
  const { type, evaluate } = operand;
  const allowed = operator === "~" ? family(type) === "integer" : isNumeric(type) && type.name !== "bit";
  if (!allowed) throw new SqlFailure(8117, [typeText(type), operator === "~" ? "'~'" : "minus"]);
  return {
    ...operand,
    evaluate: (env) => {
      const value = evaluate(env);
      if (typeof value === "boolean") return !value;
      if (typeof value === "bigint") return operator === "-" ? -value : ~value;
      return typeof value === "number" ? (operator === "-" ? -value : ~value) : null;
    },
  };
}

const OPERATOR_NAME: Record<ArithmeticOperator, string> = {
  "+": "add",
  "-": "subtract",
  "*": "multiply",
  "/": "divide",
  "%": "modulo",
  "&": "'&'",
  "|": "'|'",
  "^": "'^'",
};

export function bindArithmetic(operator: ArithmeticOperator, first: Bound, second: Bound): Bound {
  const left = first.isNull ? { ...first, type: second.type } : first;
  const right = second.isNull ? { ...second, type: first.type } : second;
  const [a, b] = [left.type, right.type];
  if (operator === "+" && isString(a) && isString(b)) return concatenation(left, right);
  if (operator === "+" && family(a) === "binary" && family(b) === "binary")
    throw new SqlFailure(40000, ["binary + binary"]);
  const datetime = a.name === "datetime" || b.name === "datetime";
  if (datetime && (operator === "+" || operator === "-")) return datetimeArithmetic(operator, left, right);
  requireNumeric(operator, a, b);
  const type = arithmeticType(operator, a, b);
  const compute = computation(operator, type, a, b);
  return combine(left, right, type, compute);
}

function combine(left: Bound, right: Bound, type: SqlType, compute: (a: SqlValue, b: SqlValue) => SqlValue): Bound {
  const [x, y] = [left.evaluate, right.evaluate];
  const evaluate = (env: Env): SqlValue => {
    const a = x(env);
    if (a === null) return null;
    const b = y(env);
    return b === null ? null : compute(a, b);
  };
  return { type, nullable: left.nullable || right.nullable, evaluate };
}

function concatenation(left: Bound, right: Bound): Bound {
  const [a, b] = [textLength(left.type), textLength(right.type)];
  const national = isNational(left.type) || isNational(right.type);
  const type = stringType(national, a === "max" || b === "max" ? "max" : a + b);
  const limit = "length" in type && type.length !== "max" ? type.length : Number.POSITIVE_INFINITY;
  return combine(left, right, type, (x, y) => `${x}${y}`.slice(0, limit));
}

/** datetime ± days; a string is a datetime here too. */
function datetimeArithmetic(operator: "+" | "-", left: Bound, right: Bound): Bound {
  const [a, b] = [coerce(left, DATETIME), coerce(right, DATETIME)];
  return combine(a, b, DATETIME, (x, y) => {
    const days = (y as number) - EPOCH_1900_MS;
    return roundToDatetime((x as number) + (operator === "+" ? days : -days));
  });
}

function requireNumeric(operator: ArithmeticOperator, a: SqlType, b: SqlType): void {
  const suits = (type: SqlType) =>
    "&|^".includes(operator) ? family(type) === "integer" : isNumeric(type) || isString(type);
  const neither =
    (!isNumeric(a) && !isNumeric(b)) || (a.name === "bit" && b.name === "bit" && !"&|^".includes(operator));
  if (suits(a) && suits(b) && !neither) return;
  if (typeText(a) === typeText(b)) throw new SqlFailure(8117, [typeText(a), OPERATOR_NAME[operator]]);
  if (conversion(a, b) === "clash") {
    // The type that gives way is named first.
    const [low, high] = commonOrder(a, b);
    throw new SqlFailure(206, [typeText(low), typeText(high)]);
  }
  throw new SqlFailure(402, [typeText(a), typeText(b), OPERATOR_NAME[operator]]);
}

function commonOrder(a: SqlType, b: SqlType): [SqlType, SqlType] {
  return isNumeric(a) ? [b, a] : [a, b];
}

function arithmeticType(operator: ArithmeticOperator, a: SqlType, b: SqlType): SqlType {
  // A string takes the type of the number beside it.
  if (isString(a)) return arithmeticType(operator, b, b);
  if (isString(b)) return arithmeticType(operator, a, a);
  const families = [family(a), family(b)];
  if (families.includes("float")) return FLOAT;
  if (families.includes("decimal")) return decimalResult(operator as "+", a, b);
  if (families.includes("money")) return { name: "money" };
  return widerInteger(a, b);
}

function computation(operator: ArithmeticOperator, type: SqlType, a: SqlType, b: SqlType) {
  if (type.name === "float") {
    const [x, y] = [converterTo(a, FLOAT), converterTo(b, FLOAT)];
    return (left: SqlValue, right: SqlValue) =>
      floatResult(operator, x(left as string) as number, y(right as string) as number);
  }
  if (type.name === "decimal" || type.name === "money") {
    const own = (side: SqlType) => (isString(side) ? (isString(a) ? b : a) : side);
    const [p, q] = [own(a), own(b)].map((side) => ({ name: "decimal" as const, ...asDecimal(side) })) as [
      DecimalType,
      DecimalType,
    ];
    const [x, y] = [converterTo(a, p), converterTo(b, q)];
    const { precision, scale } = asDecimal(type);
    const limit = 10n ** BigInt(precision);
    return (left: SqlValue, right: SqlValue) => {
      const result = decimalCompute(
        operator,
        x(left as bigint) as bigint,
        p.scale,
        y(right as bigint) as bigint,
        q.scale,
        scale,
      );
      if (result >= limit || result <= -limit) throw new SqlFailure(8115, ["expression", typeText(type)]);
      return result;
    };
  }
  const [x, y] = [converterTo(a, type), converterTo(b, type)];
  return (left: SqlValue, right: SqlValue) => {
    const [i, j] = [BigInt(x(left as number) as number), BigInt(y(right as number) as number)];
    return toInteger(wholeResult(operator, i, j), type.name === "bit" ? INT : type);
  };
}

type DecimalType = Extract<SqlType, { name: "decimal" }>;

function floatResult(operator: ArithmeticOperator, left: number, right: number): number {
  if ((operator === "/" || operator === "%") && right === 0) throw new SqlFailure(8134);
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    default:
      return left % right;
  }
}

function wholeResult(operator: ArithmeticOperator, left: bigint, right: bigint): bigint {
  if ((operator === "/" || operator === "%") && right === 0n) throw new SqlFailure(8134);
  switch (operator) {
    case "+":
      return left + right;
    case "-":
      return left - right;
    case "*":
      return left * right;
    case "/":
      return left / right;
    case "%":
      return left % right;
    case "&":
      return left & right;
    case "|":
      return left | right;
    default:
      return left ^ right;
  }
}

function decimalCompute(
  operator: ArithmeticOperator,
  a: bigint,
  s1: number,
  b: bigint,
  s2: number,
  scale: number,
): bigint {
  if ((operator === "/" || operator === "%") && b === 0n) throw new SqlFailure(8134);
  if (operator === "*") return rescale(a * b, s1 + s2, scale);
  // Division is cut, not rounded, at the result's scale.
  if (operator === "/") return (a * 10n ** BigInt(scale + s2)) / (b * 10n ** BigInt(s1));
  const common = Math.max(s1, s2);
  return rescale(wholeResult(operator, rescale(a, s1, common), rescale(b, s2, common)), common, scale);
}
