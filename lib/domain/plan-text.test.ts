import { expect, test } from "vitest";
import { parsePlanText, planText } from "./plan-text.ts";

const gb = 1024 ** 3;

test.each([
  ["Orders, 120 GB", [["Orders", 120 * gb]]],
  ["Orders 120", [["Orders", 120 * gb]]],
  ["[My Db]\t1.5 TB", [["My Db", 1536 * gb]]],
  ["Sales 2019; 1,234.5 MB", [["Sales 2019", 1294467072]]],
  ["Umsatz; 1.234,5 MB", [["Umsatz", 1294467072]]],
  [
    "name\tsize_mb\n----\t----\nA\t1024\nB\t2048",
    [
      ["A", gb],
      ["B", 2 * gb],
    ],
  ],
  [
    "| A | 10 GiB |\n| B | 2 |",
    [
      ["A", 10 * gb],
      ["B", 2 * gb],
    ],
  ],
  ["O'Brien & Söhne, 1 GB", [["O'Brien & Söhne", gb]]],
  ["", []],
])("%j is read as people mean it", (text, expected) => {
  const { databases, problems } = parsePlanText(text);
  expect(databases.map(({ name, bytes }) => [name, bytes])).toEqual(expected);
  expect(problems).toEqual([]);
});

test("a line that cannot be read is told with its number, and loses no other", () => {
  const { databases, problems } = parsePlanText("A, 1 GB\nnothing here\nA, 2 GB\nB, 0 GB\nC, 3 GB");
  expect(databases.map(({ name }) => name)).toEqual(["A", "C"]);
  expect(problems).toEqual([
    { line: 2, words: '"nothing here" has no size: write a name and a size, such as "Orders, 120 GB"' },
    { line: 3, words: "A stands here twice; the first counts" },
    { line: 4, words: "B: a size is more than 0" },
  ]);
});

test("what was read can be written and read again", () => {
  const { databases } = parsePlanText("A, 1.5 GB\nB b, 20 MB");
  expect(parsePlanText(planText(databases)).databases).toEqual(databases);
});
