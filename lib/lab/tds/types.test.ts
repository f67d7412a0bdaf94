import { expect, it } from "vitest";
import type { SqlType, SqlValue } from "../sql/result.ts";
import { ByteWriter } from "./bytes.ts";
import { decode1252, encode1252 } from "./codepage.ts";
import { parsePrelogin } from "./prelogin.ts";
import { writeTypeInfo, writeValue } from "./types.ts";

const encode = (type: SqlType, value: SqlValue) => {
  const out = new ByteWriter();
  writeValue(out, type, value);
  return out.done().toString("hex");
};
const lastInstant = Date.parse("2026-02-03T23:59:59.999Z");

it.each<[SqlType, SqlValue, string]>([
  // Rounded up into the next day: day 46055 since 1900, no ticks.
  [{ name: "datetime" }, lastInstant, "08e7b3000000000000"],
  [{ name: "datetime" }, Date.parse("1900-01-01T00:00:00.010Z"), "080000000003000000"],
  [{ name: "datetime2", scale: 2 }, lastInstant, "0600000042490b"],
  [{ name: "decimal", precision: 25, scale: 0 }, 37000060211900000999996n, "0d013c9aef9b0008fcc6d5070000"],
  [{ name: "money" }, -1n, "08ffffffffffffffff"],
  [{ name: "nvarchar", length: "max" }, null, "ffffffffffffffff"],
])("writes %j as a server would", (type, value, hex) => {
  expect(encode(type, value)).toBe(hex);
});

it.each<[SqlType, SqlValue]>([
  [{ name: "tinyint" }, 256],
  [{ name: "int" }, 2 ** 31],
  [{ name: "int" }, Number.NaN],
  [{ name: "bigint" }, 1],
  [{ name: "bigint" }, 2n ** 63n],
  [{ name: "decimal", precision: 9, scale: 0 }, 2n ** 32n],
  [{ name: "uniqueidentifier" }, "not a guid"],
  [{ name: "nvarchar", length: 2 }, "abc"],
  [{ name: "bit" }, 1],
])("refuses to write into %j what does not belong there: %s", (type, value) => {
  expect(() => encode(type, value)).toThrow();
});

it("refuses a string type that no server has", () => {
  expect(() => writeTypeInfo(new ByteWriter(), { name: "nvarchar", length: 4001 })).toThrow(RangeError);
});

it("keeps every character of code page 1252 and turns all others into question marks", () => {
  const known = Buffer.from(Array.from({ length: 256 }, (_, i) => i)).filter(
    (byte) => ![0x81, 0x8d, 0x8f, 0x90, 0x9d].includes(byte),
  );
  expect(encode1252(decode1252(Buffer.from(known)))).toEqual(Buffer.from(known));
  expect(encode1252("\u0080密\ufffd").toString()).toBe("???");
});

it("refuses a PRELOGIN option that points outside of its message", () => {
  expect(() => parsePrelogin(Buffer.from([1, 0, 60, 0, 1, 0xff, 2]))).toThrow(/outside/);
});
