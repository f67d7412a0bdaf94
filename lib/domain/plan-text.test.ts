import { expect, test } from "vitest";
import { parsePlanText, planText } from "./plan-text.ts";

const mb = 1024 ** 2;
const gb = 1024 ** 3;

test.each<[string, [string, number][]]>([
  ["Orders, 120 GB", [["Orders", 120 * gb]]],
  ["Orders 120", [["Orders", 120 * gb]]],
  ["Orders: 120G", [["Orders", 120 * gb]]],
  ["Sales 2019, 120 GB", [["Sales 2019", 120 * gb]]],
  ["Sales 2019 120 GB", [["Sales 2019", 120 * gb]]],
  ["Archive,2019,120", [["Archive,2019", 120 * gb]]],
  ["Sales, EMEA, 1,234.56 MB", [["Sales, EMEA", 1294529987]]],
  ["Sales,1,234,567 KB", [["Sales", 1_234_567 * 1024]]],
  ["[My Db]\t1.5 TB", [["My Db", 1536 * gb]]],
  ["[a]]b], 1 GB", [["a]b", gb]]],
  ["Sales 2019; 1,234.5 MB", [["Sales 2019", 1294467072]]],
  ["Umsatz; 1.234,5 MB", [["Umsatz", 1294467072]]],
  ["Ventes\t1 234 MB", [["Ventes", 1234 * mb]]],
  ["Old\t1.2E+05 KB", [["Old", 120_000 * 1024]]],
  ['"Sales, EMEA",120', [["Sales, EMEA", 120 * gb]]],
  ['"the ""old"" one", 2 GB', [['the "old" one', 2 * gb]]],
  ["O'Brien & Söhne, 1 GB", [["O'Brien & Söhne", gb]]],
  ["<script>alert(1)</script>, 1 GB", [["<script>alert(1)</script>", gb]]],
  ["", []],
])("%j is read as people mean it", (text, expected) => {
  const { databases, problems } = parsePlanText(text);
  expect(databases.map(({ name, bytes }) => [name, bytes])).toEqual(expected);
  expect(problems).toEqual([]);
});

test.each<[string, string, [string, number][]]>([
  [
    "the grid of SSMS, with its head",
    "name\tsize_mb\r\nA\t1024\r\nB c\t2048\r\n",
    [
      ["A", gb],
      ["B c", 2 * gb],
    ],
  ],
  ["the text of SSMS", "name      size_mb\n--------- -------\nA            1024\n\n(1 row affected)", [["A", gb]]],
  ["sizes in whole bytes", "name\tsize_in_bytes\nA\t1048576", [["A", mb]]],
  ["a head in words", "Database;Size (MB)\nA;1,024", [["A", gb]]],
  ["sp_databases", "DATABASE_NAME\tDATABASE_SIZE\tREMARKS\nA\t1048576\tNULL", [["A", gb]]],
  ["sp_helpdb", "name\tdb_size\towner\tdbid\nA\t     1024.00 MB\tsa\t5", [["A", gb]]],
  ["columns in another order", "database_id\tstate_desc\tname\tsize_mb\n5\tONLINE\tA\t1024", [["A", gb]]],
  ["three columns without a head", "A\t1024 MB\tONLINE", [["A", gb]]],
  [
    "a table of a wiki",
    "| Name | GB |\n| --- | --- |\n| A | 10 |\n| B | 2 |",
    [
      ["A", 10 * gb],
      ["B", 2 * gb],
    ],
  ],
])("%s can be pasted", (_, text, expected) => {
  const { databases, problems } = parsePlanText(text);
  expect(databases.map(({ name, bytes }) => [name, bytes])).toEqual(expected);
  expect(problems).toEqual([]);
});

test("a line that cannot be read is told with its number, and loses no other", () => {
  const { databases, problems } = parsePlanText(
    "A, 1 GB\nnothing here\nA, 2 GB\nB, 0 GB\nC, 3 GB\nD, -5 GB\nE, 1e999\nF\tNULL\n, 5 GB\nMyDatabase",
  );
  expect(databases.map(({ name }) => name)).toEqual(["A", "C"]);
  expect(problems).toEqual([
    { line: 2, words: '"nothing here" has no size: write a name and a size, such as "Orders, 120 GB"' },
    { line: 3, words: "A stands here twice; the first counts" },
    { line: 4, words: "B: a size is more than 0" },
    { line: 6, words: "D: a size is more than 0" },
    { line: 7, words: "E: no database is larger than 524,272 TB; look at the unit" },
    { line: 8, words: '"F\tNULL" has no size: write a name and a size, such as "Orders, 120 GB"' },
    { line: 9, words: 'a size without a name: write both, such as "Orders, 120 GB"' },
    { line: 10, words: '"MyDatabase" has no size: write a name and a size, such as "Orders, 120 GB"' },
  ]);
});

test("a first line that names no size is no head", () => {
  expect(parsePlanText("CustomerNames").problems).toHaveLength(1);
  expect(parsePlanText("the database of names").problems).toHaveLength(1);
});

test("of 5,000 lines the first thousand count, and one sentence says so", () => {
  const text = Array.from({ length: 5000 }, (_, n) => `Db${n}, 1 GB`).join("\n");
  const { databases, problems } = parsePlanText(text);
  expect(databases).toHaveLength(1000);
  expect(problems).toEqual([
    { line: 1001, words: "a plan holds 1000 databases at most; this line and those below do not count" },
  ]);
});

test("a line longer than any name is told at once, and shortened", () => {
  const started = performance.now();
  const { problems } = parsePlanText(`a${" ".repeat(1_000_000)}b`);
  expect(problems[0]?.words.length).toBeLessThan(150);
  expect(performance.now() - started).toBeLessThan(200);
});

test("what was read can be written and read again, whatever the names hold", () => {
  const names = ["A", "B b", "Sales, 20 GB", "x;y", "a|b", "[odd]", "a]b", '"q"', "tab\there", "name", "12"];
  const databases = names.map((name, n) => ({ name, bytes: (n + 1) * 20 * mb }));
  expect(parsePlanText(planText(databases))).toEqual({ databases, problems: [] });
});
