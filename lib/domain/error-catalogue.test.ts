// The catalogue is whole, and finds error numbers where they are and nowhere else.
import { describe, expect, test } from "vitest";
import { codesIn, errorCatalogue, explain, searchErrors } from "./error-catalogue.ts";

describe("numbers in a text", () => {
  test.each([
    ["41976", ["41976"]],
    [" 1408\n", ["1408"]],
    ["99999", ["99999"]],
    ["Error 41986: the connection failed", ["41986"]],
    ["Msg 47106, Level 16, State 3, Line 1 Cannot join availability group", ["47106"]],
    [
      "An error occurred while receiving data: '10060(A connection attempt failed because the connected party did not properly respond.)'.",
      ["10060"],
    ],
    ["9642: An error occurred in a transport connection endpoint, Error: 8474, State: 11.", ["9642", "8474"]],
    ["error 50001 was raised twice: error 50001", ["50001"]],
    ["the operation failed with error code: 1412", ["1412"]],
    ["The log for 'Orders' is full (9002)", ["9002"]],
  ])("%j holds %j", (text, codes) => {
    expect(codesIn(text)).toEqual(codes);
  });

  test.each([
    "Test port 5022 both ways, and 11002",
    "tcp://mi-erp-weu.4c1e.database.windows.net:10061;Server=[mi-erp-weu]",
    "tnc 10.48.2.14 -port 10054",
    "failed on 2026-11-19 at 10:54, in 2026",
    "timed out after 10060 ms, 1408 MB copied",
    "10.48.2.14",
    "1f2e3d4c-1408-4000-8000-000000000001",
    "version 16.0.4125.3",
    "WSA10060",
  ])("%j holds none", (text) => {
    expect(codesIn(text)).toEqual([]);
  });
});

describe("the catalogue", () => {
  test("knows every number that the documents of the link name", () => {
    const named = [41962, 41973, 41974, 41976, 41977, 41986, 47521, 47106, 1408, 1412, 1475, 19499, 2812, 35250, 9002];
    const transport = [35201, 35202, 35204, 35206, 35207, 9642, 28034, 28036, 28080, 10054, 10060, 10061];
    expect([...named, ...transport].filter((code) => explain(String(code)) === null)).toEqual([]);
  });

  test("holds each number once, and no year", () => {
    const codes = errorCatalogue.map(({ code }) => code);
    expect(new Set(codes).size).toBe(codes.length);
    expect(codes.filter((code) => /^(19|20)\d\d$/.test(code))).toEqual([]);
  });

  test.each(errorCatalogue.map((entry) => [entry.code, entry] as const))(
    "%s is told in the house's way",
    (_, entry) => {
      const sentences = [entry.meaning, ...entry.causes.flatMap(({ cause, remedy }) => [cause, remedy])];
      for (const text of sentences) expect(text).toMatch(/^\p{Lu}.*\.$/u);
      expect(entry.means).toMatch(/^[^.]*[^.\s]$/);
      expect(entry.step).toMatch(/^\p{Lu}.*[^.]$/u);
      expect(entry.causes.length > 0 || entry.kind === "information").toBe(true);
    },
  );

  test("35202 is information: a connection was made", () => {
    expect(explain("35202")?.kind).toBe("information");
  });

  test("an unknown number is not explained", () => {
    expect(explain("50001")).toBeNull();
  });
});

describe("the search", () => {
  test.each([
    ["41976", ["41976"]],
    ["cut log seeding", ["1408", "1412", "9002"]],
    ["there is no such thing", []],
  ])("for %j finds %j", (text, codes) => {
    expect(searchErrors(text).map(({ code }) => code)).toEqual(codes);
  });

  test("for nothing finds everything", () => {
    expect(searchErrors("  ")).toHaveLength(errorCatalogue.length);
  });
});
