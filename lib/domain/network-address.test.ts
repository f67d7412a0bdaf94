// Subnets and endpoint URLs, with the shapes that people and servers write.
import { expect, test } from "vitest";
import { isAddress, isInSubnet, isInSubnets, parseEndpointUrl } from "./network-address.ts";

test.each([
  ["10.48.2.14", "10.48.2.0/24", true],
  ["10.48.3.14", "10.48.2.0/24", false],
  ["10.48.2.255", "10.48.2.128/25", true],
  ["10.48.2.127", "10.48.2.128/25", false],
  ["200.1.2.3", "192.0.0.0/2", true],
  ["255.255.255.255", "0.0.0.0/0", true],
  ["10.48.2.14", "10.48.2.14/32", true],
  ["10.48.2.15", "10.48.2.14/32", false],
  ["10.48.2.14", "10.48.2.0", null],
  ["10.48.2.14", "10.48.2.0/33", null],
  ["fe80::1", "10.48.2.0/24", null],
  ["10.48.2", "10.48.2.0/24", null],
  ["10.48.2.256", "10.48.2.0/24", null],
])("%s in %s is %s", (address, prefix, is) => {
  expect(isInSubnet(address, prefix)).toBe(is);
});

test.each([
  ["10.9.0.4", ["10.48.2.0/24", "10.9.0.0/16"], true],
  ["10.9.0.4", ["10.48.2.0/24", "10.48.3.0/24"], false],
  ["10.9.0.4", ["10.48.2.0/24", "fd00::/64"], null],
  ["10.9.0.4", [], null],
  ["10.9.0.4", undefined, null],
  [null, ["10.48.2.0/24"], null],
])("%s in one of %j is %s", (address, prefixes, is) => {
  expect(isInSubnets(address, prefixes)).toBe(is);
});

test.each([
  ["TCP://SQLHAM01.corp.example:5023", { host: "sqlham01.corp.example", port: 5023 }],
  ["tcp://mi.4c1e.database.windows.net:5022;Server=[mi]", { host: "mi.4c1e.database.windows.net", port: 5022 }],
  ["tcp://10.20.4.11:5022", { host: "10.20.4.11", port: 5022 }],
  ["tcp://sqlham01", null],
  ["tcp://sqlham01:99999", null],
  ["", null],
  [null, null],
])("%j is %j", (url, parsed) => {
  expect(parseEndpointUrl(url)).toEqual(parsed);
});

test("an address is not a name", () => {
  expect([isAddress("10.20.4.11"), isAddress("fe80::1"), isAddress("sqlham01")]).toEqual([true, true, false]);
});
