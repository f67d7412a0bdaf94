// What a built-in function is, and the common kind: arguments brought to a type, NULL if any of them is.
import type { Expression } from "./ast.ts";
import { coerce } from "./coercion.ts";
import { SqlFailure } from "./errors.ts";
import type { Bound, Env } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Scope } from "./scope.ts";
import { BIGINT, FLOAT, family, INT, isNumeric, isString, stringType, textLength, typeText } from "./types.ts";

export type Call = Extract<Expression, { kind: "call" }>;
/** s any text, i int, n any number, x anything. */
export type Parameter = "s" | "i" | "n" | "x";

export interface Builtin {
  arity: [least: number, most: number];
  bind(args: Bound[], node: Call, scope: Scope): Bound;
  /** Binds its arguments itself (dateparts are words, not columns). */
  raw?: (node: Call, scope: Scope) => Bound;
}

/** A function that is NULL when an argument is. */
export function strict(
  name: string,
  parameters: Parameter[],
  type: SqlType | ((args: Bound[]) => SqlType),
  compute: (values: Exclude<SqlValue, null>[], env: Env, args: Bound[]) => SqlValue,
  least = parameters.length,
): Builtin {
  return {
    arity: [least, parameters.length],
    bind(given) {
      const args = given.map((arg, at) => argument(arg, parameters[at] as Parameter, name, at + 1));
      const evaluate = (env: Env): SqlValue => {
        const values: Exclude<SqlValue, null>[] = [];
        for (const arg of args) {
          const value = arg.evaluate(env);
          if (value === null) return null;
          values.push(value);
        }
        return compute(values, env, args);
      };
      return { type: typeof type === "function" ? type(args) : type, nullable: true, evaluate };
    },
  };
}

function argument(arg: Bound, parameter: Parameter, name: string, position: number): Bound {
  const wrong = () => new SqlFailure(8116, [typeText(arg.type), position, name]);
  if (parameter === "x") return arg;
  if (arg.isNull) return { ...arg, type: parameter === "s" ? stringType(false, 1) : INT };
  if (parameter === "s") {
    if (isString(arg.type)) return arg;
    if (family(arg.type) === "variant" || family(arg.type) === "binary") throw wrong();
    return coerce(arg, stringType(family(arg.type) === "uniqueidentifier", textLength(arg.type)));
  }
  if (parameter === "i") {
    if (!isNumeric(arg.type) && !isString(arg.type)) throw wrong();
    return coerce(arg, arg.type.name === "bigint" ? BIGINT : INT);
  }
  if (isString(arg.type)) return coerce(arg, FLOAT);
  if (!isNumeric(arg.type)) throw wrong();
  return arg;
}
