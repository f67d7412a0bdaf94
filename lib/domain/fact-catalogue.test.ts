import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { columnsProbe, questions } from "../collect/sqlserver/questions.ts";
import { factCatalogue, findingKeys, findingWords } from "./fact-catalogue.ts";

const asked = [{ ...columnsProbe, every: "hour", onlyOn: undefined }, ...questions];
const ofSql = factCatalogue.filter(({ vantages }) => vantages.some((one) => one === "partner" || one === "instance"));

describe("every question has its facts, and every fact its question", () => {
  test.each(asked.map((question) => [question.name, question] as const))("%s", (name, question) => {
    const entries = ofSql.filter((entry) => entry.question === name);
    expect(entries.length).toBeGreaterThan(0);
    const vantages =
      question.onlyOn === undefined
        ? ["partner", "instance"]
        : question.onlyOn === "SQL Server"
          ? ["partner"]
          : ["instance"];
    for (const { permission, every, vantages: told } of entries) {
      expect({ permission, every, vantages: told }).toEqual({
        permission: question.permission,
        every: question.every,
        vantages,
      });
    }
  });

  test("no fact names a question that is not asked", () => {
    const names = asked.map(({ name }) => name);
    expect(ofSql.filter(({ question }) => !names.includes(question))).toEqual([]);
  });

  test("no fact stands twice", () => {
    const facts = factCatalogue.map(({ fact, question }) => `${fact} ${question}`);
    expect(new Set(facts).size).toBe(facts.length);
  });
});

/** Keys in the text of the rules: of each file that makes findings, and `*` for what a template fills in. */
function keysInRules(): string[] {
  const folder = import.meta.dirname;
  const keys = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => /^[a-z-]+\.ts$/.test(name))) {
    const text = readFileSync(join(folder, file), "utf8");
    if (!/import [^;]*\b(Draft|SynapseDraft)\b[^;]*;/.test(text)) continue;
    const prefix = file.startsWith("synapse-") ? "synapse:" : "";
    for (const [, quoted, template] of text.matchAll(/\bkey(?::| =) (?:"([^"]+)"|`([^`]+)`)/g)) {
      keys.add(prefix + (quoted ?? template ?? "").replaceAll(/\$\{[^}]*\}/g, "*"));
    }
  }
  return [...keys].sort();
}

test("every finding of the rules is led to by a fact, and no fact leads to a finding that no rule makes", () => {
  const led = new Set(factCatalogue.flatMap(({ findings }) => findings as readonly string[]));
  const ofRules = keysInRules().filter((key) => key !== "configuration.*");
  expect(ofRules.length).toBeGreaterThan(30);
  expect(ofRules.filter((key) => !led.has(key))).toEqual([]);
  expect([...led].filter((key) => !ofRules.includes(key) && !key.startsWith("configuration."))).toEqual([]);
});

test("every requirement of the setup is checked by a fact, and every finding has words", () => {
  const led = new Set<string>(factCatalogue.flatMap(({ findings }) => findings));
  expect(findingKeys.filter((key) => !led.has(key))).toEqual([]);
  for (const key of findingKeys) expect(findingWords(key)).toMatch(/^[A-Z]/);
});
