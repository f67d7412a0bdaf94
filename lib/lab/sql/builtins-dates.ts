// Built-in functions about dates, times and the server's clock.
import type { Expression } from "./ast.ts";
import type { Builtin, Call } from "./builtin.ts";
import { coerce } from "./coercion.ts";
import { isMoment } from "./convert.ts";
import { SqlFailure } from "./errors.ts";
import { addToMoment, boundariesBetween, DAY_MS, datePart, roundToDatetime } from "./moments.ts";
import type { Bound, Env, Run } from "./plan.ts";
import type { SqlType, SqlValue } from "./result.ts";
import type { Scope } from "./scope.ts";
import { BIGINT, DATETIME, family, INT, typeText } from "./types.ts";

const DATETIME2: SqlType = { name: "datetime2", scale: 7 };
const DATETIMEOFFSET: SqlType = { name: "datetimeoffset", scale: 7 };

function clock(type: SqlType, read: (run: Run) => SqlValue): Builtin {
  return { arity: [0, 0], bind: () => ({ type, nullable: false, evaluate: (env) => read(env.run) }) };
}

const localMs = (run: Run): number => run.now + run.server.utcOffsetMinutes * 60_000;

/** The first argument of DATEDIFF and its kin is a word; anything else is 155. */
function wordOf(node: Call, name: string): string {
  const word = node.args[0] as Expression;
  const part = word.kind === "column" && word.parts.length === 1 ? datePart(word.parts[0] as string) : null;
  if (part) return part;
  throw new SqlFailure(155, [word.kind === "column" ? word.parts.join(".") : "?", name]);
}

/** An argument as a moment: text and numbers become the given type. */
function moment(node: Expression, scope: Scope, otherwise: SqlType, name: string, position: number): Bound {
  const bound = scope.bind(node);
  if (family(bound.type) === "moment") return bound;
  if (
    family(bound.type) === "variant" ||
    family(bound.type) === "binary" ||
    family(bound.type) === "uniqueidentifier"
  ) {
    throw new SqlFailure(8116, [typeText(bound.type), position, name]);
  }
  return coerce(bound, family(bound.type) === "string" ? otherwise : DATETIME);
}

const utcMs = (value: SqlValue): number => (isMoment(value) ? value.ms : (value as number));

function difference(name: string, type: SqlType): Builtin {
  const raw = (node: Call, scope: Scope): Bound => {
    const part = wordOf(node, name);
    const from = moment(node.args[1] as Expression, scope, DATETIMEOFFSET, name, 2).evaluate;
    const to = moment(node.args[2] as Expression, scope, DATETIMEOFFSET, name, 3).evaluate;
    const evaluate = (env: Env): SqlValue => {
      const [start, end] = [from(env), to(env)];
      if (start === null || end === null) return null;
      const count = boundariesBetween(part, utcMs(start), utcMs(end));
      if (type.name === "bigint") return BigInt(count);
      if (Math.abs(count) >= 2 ** 31) throw new SqlFailure(535, [name, name]);
      return count;
    };
    return { type, nullable: true, evaluate };
  };
  return { arity: [3, 3], raw, bind: unreachable };
}

function unreachable(): never {
  throw new Error("binds its own arguments");
}

function bindDateadd(node: Call, scope: Scope): Bound {
  const part = wordOf(node, "dateadd");
  const count = coerce(scope.bind(node.args[1] as Expression), INT).evaluate;
  const base = moment(node.args[2] as Expression, scope, DATETIME, "dateadd", 3);
  const evaluate = (env: Env): SqlValue => {
    const [steps, value] = [count(env), base.evaluate(env)];
    if (steps === null || value === null) return null;
    const ms = addToMoment(part, steps as number, utcMs(value));
    if (isMoment(value)) return { ms, offsetMinutes: value.offsetMinutes };
    if (base.type.name === "time") return ((ms % DAY_MS) + DAY_MS) % DAY_MS;
    if (ms < Date.UTC(1753, 0, 1) || ms >= Date.UTC(10000, 0, 1)) throw new SqlFailure(517, [typeText(base.type)]);
    return base.type.name === "datetime" ? roundToDatetime(ms) : ms;
  };
  return { type: base.type, nullable: true, evaluate };
}

/** 20261121 and 93005 → 2026-11-21 09:30:05, as msdb keeps job times. */
function agentDatetime(date: number, time: number): number {
  const [year, month, day] = [Math.floor(date / 10_000), Math.floor(date / 100) % 100, date % 100];
  const [hour, minute, second] = [Math.floor(time / 10_000), Math.floor(time / 100) % 100, time % 100];
  if (month < 1 || month > 12 || day < 1 || day > 31 || hour > 23 || minute > 59 || second > 59) {
    throw new SqlFailure(242, ["nvarchar", "datetime"]);
  }
  return Date.UTC(year, month - 1, day, hour, minute, second);
}

export const DATE_FUNCTIONS: Record<string, Builtin> = {
  getdate: clock(DATETIME, (run) => roundToDatetime(localMs(run))),
  getutcdate: clock(DATETIME, (run) => roundToDatetime(run.now)),
  sysdatetime: clock(DATETIME2, localMs),
  sysutcdatetime: clock(DATETIME2, (run) => run.now),
  sysdatetimeoffset: clock(DATETIMEOFFSET, (run) => ({ ms: run.now, offsetMinutes: run.server.utcOffsetMinutes })),
  datediff: difference("datediff", INT),
  datediff_big: difference("datediff_big", BIGINT),
  dateadd: { arity: [3, 3], raw: bindDateadd, bind: unreachable },
  "msdb.dbo.agent_datetime": {
    arity: [2, 2],
    bind([date, time]) {
      const [days, seconds] = [coerce(date as Bound, INT).evaluate, coerce(time as Bound, INT).evaluate];
      const evaluate = (env: Env): SqlValue => {
        const [d, t] = [days(env), seconds(env)];
        return d === null || t === null ? null : agentDatetime(d as number, t as number);
      };
      return { type: DATETIME, nullable: true, evaluate };
    },
  },
};
