import { expect, it } from "vitest";
import { type BlindServer, lackingFacts, withheldFacts } from "./blind-words.ts";

const lacks = (fact: string, permission: string) => ({ fact, permission, reason: `this login lacks ${permission}` });
const old = (fact: string) => ({ fact, permission: null, reason: "this version of SQL Server has no such column" });

const server: BlindServer = {
  id: "sql:SQLHAM01",
  name: "SQLHAM01",
  target: "before 2022",
  facts: [
    lacks("links", "VIEW ANY DEFINITION"),
    old("sys.availability_groups.is_contained"),
    lacks("backups", "SELECT on msdb.dbo.backupset"),
    lacks("certificates", "VIEW ANY DEFINITION"),
    old("sys.availability_groups.cluster_type_desc"),
  ],
};

it("tells what one permission would show in one line with its grant", () => {
  expect(
    withheldFacts([server]).map(({ facts, permission, grant }) => [facts, permission, grant?.split("\n").at(-1)]),
  ).toEqual([
    ["links and certificates", "VIEW ANY DEFINITION", "GRANT VIEW ANY DEFINITION TO [linkspan];"],
    ["backups", "SELECT on msdb.dbo.backupset", "GRANT SELECT ON dbo.backupset TO [linkspan];"],
  ]);
});

it("has no grant for an action of Azure, and still names it", () => {
  const facts = [lacks("operations", "Microsoft.Sql/managedInstances/operations/read")];
  const [line] = withheldFacts([{ ...server, facts }]);
  expect([line?.permission, line?.grant]).toEqual(["Microsoft.Sql/managedInstances/operations/read", null]);
});

it("keeps apart what a version does not have: no permission helps", () => {
  expect(lackingFacts([server])).toEqual([
    {
      server,
      reason: "this version of SQL Server has no such column",
      facts: ["sys.availability_groups.is_contained", "sys.availability_groups.cluster_type_desc"],
    },
  ]);
});
