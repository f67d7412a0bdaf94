import { describe, expect, it } from "vitest";
import { checkBatch } from "./engine.ts";
import { isReserved, lex, type Token } from "./lex.ts";
import { ask, literalServer } from "./literal-server.fixture.ts";
import { CHECK_NETWORK_INSTANCE, CHECK_NETWORK_JOBS, CONFIGURE, PRODUCT, TROUBLESHOOT } from "./questions.fixture.ts";

const MI = { platform: "mi", majorVersion: 17 } as const;
const QUESTIONS = { ...TROUBLESHOOT, ...CONFIGURE, ...CHECK_NETWORK_INSTANCE, ...CHECK_NETWORK_JOBS, ...PRODUCT };

const isName = (token: Token | undefined): boolean =>
  token !== undefined && (token.kind === "quoted" || (token.kind === "word" && !isReserved(token)));

/** Every place a name is used, not given: after AS, ")" or another name stands a new alias, which is free. USE fails when it runs. */
function uses(sql: string): Token[] {
  const tokens = lex(sql);
  return tokens.filter((token, at) => {
    if (!isName(token)) return false;
    const [before, after] = [tokens[at - 1], tokens[at + 1]];
    if (before?.upper === "." || after?.upper === ".") return true;
    return !isName(before) && !["AS", ")", "WITH", "USE"].includes(before?.upper ?? "");
  });
}

describe("a token dropped from a valid query", () => {
  it.each(Object.entries(QUESTIONS))("is an error or other T-SQL, never a crash: %s", (_name, sql) => {
    const server = literalServer({ flavour: MI });
    const tokens = lex(sql);
    for (const [at, { offset }] of tokens.entries()) {
      ask(sql.slice(0, offset) + sql.slice(tokens[at + 1]?.offset ?? sql.length), server);
    }
  });

  it("and nesting without end is 191", () => {
    const depth = 200_000;
    expect(checkBatch(MI, `SELECT ${"(".repeat(depth)}1${")".repeat(depth)}`).map(({ number }) => number)).toEqual([
      191,
    ]);
  });
});

describe("a misspelt name in a valid query is refused", () => {
  it("in hundreds of places", () => {
    expect(Object.values(QUESTIONS).flatMap(uses).length).toBeGreaterThan(300);
  });

  it.each(Object.entries(QUESTIONS))("%s", (_name, sql) => {
    for (const { text, offset, kind, line } of uses(sql)) {
      const at = kind === "quoted" ? offset + 1 : offset;
      const mutant = `${sql.slice(0, at)}zz${sql.slice(at)}`;
      expect(checkBatch(MI, mutant).length, `zz${text} in line ${line} passes`).toBeGreaterThan(0);
    }
  });
});
