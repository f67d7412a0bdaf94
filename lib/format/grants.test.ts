import { expect, test } from "vitest";
import { type GrantTarget, grantFor, grantScript, grantTargetOf, grantTargets } from "./grants.ts";

const state = "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)";

test.each<[string, GrantTarget | null, string | null]>([
  ["VIEW ANY DEFINITION", null, "USE master;\nGRANT VIEW ANY DEFINITION TO [linkspan];"],
  [state, "before 2022", "USE master;\nGRANT VIEW SERVER STATE TO [linkspan];"],
  [state, "from 2022", "USE master;\nGRANT VIEW SERVER PERFORMANCE STATE TO [linkspan];"],
  [
    state,
    "managed instance",
    "USE master;\nGRANT VIEW SERVER STATE TO [linkspan];\nGRANT VIEW SERVER PERFORMANCE STATE TO [linkspan];",
  ],
  [state, null, "USE master;\nGRANT VIEW SERVER STATE TO [linkspan];"],
  [
    `VIEW ANY DEFINITION and ${state}`,
    "from 2022",
    "USE master;\nGRANT VIEW ANY DEFINITION TO [linkspan];\nGRANT VIEW SERVER PERFORMANCE STATE TO [linkspan];",
  ],
  [
    "SELECT on msdb.dbo.sysjobs, sysjobsteps and sysjobhistory",
    null,
    [
      "USE msdb;",
      "IF DATABASE_PRINCIPAL_ID(N'linkspan') IS NULL CREATE USER [linkspan] FOR LOGIN [linkspan];",
      "GRANT SELECT ON dbo.sysjobs TO [linkspan];",
      "GRANT SELECT ON dbo.sysjobsteps TO [linkspan];",
      "GRANT SELECT ON dbo.sysjobhistory TO [linkspan];",
    ].join("\n"),
  ],
  ["Microsoft.Sql/managedInstances/read", "managed instance", null],
  ["DROP DATABASE", null, null],
])("%s, %s", (permission, target, script) => {
  expect(grantFor(permission, target)).toBe(script);
});

test.each([
  ["partner", "15.0.4385.2", "before 2022"],
  ["partner", "16.0.4125.3", "from 2022"],
  ["partner", null, null],
  ["instance", null, "managed instance"],
] as const)("a server of side %s and version %s takes the grants of %s", (side, version, target) => {
  expect(grantTargetOf(side, version)).toBe(target);
});

test("every whole script grants definitions, state and msdb, and nothing that writes", () => {
  for (const { target } of grantTargets) {
    const script = grantScript(target);
    expect(script).toContain("GRANT VIEW ANY DEFINITION TO [linkspan];");
    expect(script).toMatch(/GRANT VIEW SERVER (PERFORMANCE )?STATE TO/);
    expect(script).toContain("GRANT SELECT ON dbo.backupset TO [linkspan];");
    expect(script).not.toMatch(/GRANT (ALTER|CONTROL|EXECUTE|INSERT|UPDATE|DELETE)/);
  }
});
