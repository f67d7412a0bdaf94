import { expect, test } from "vitest";
import { abilityWords, compareBuilds, readBuild } from "./build.ts";

test.each([
  ["12.0.6024.0", null, null, false, "carries no link"],
  ["13.0.6300.2", null, "SQL Server 2016", false, "carries no link"],
  ["13.0.7000.253", null, "SQL Server 2016", true, "carries a link one way: a failover to Azure removes it"],
  ["14.0.3456.2", "CU31", "SQL Server 2017", false, "carries no link"],
  ["14.0.3490.10", "CU31", "SQL Server 2017", true, "carries a link one way: a failover to Azure removes it"],
  ["15.0.4298.1", "CU19", "SQL Server 2019", false, "carries no link"],
  ["15.0.4312.2", "CU20", "SQL Server 2019", true, "carries a link one way: a failover to Azure removes it"],
  [
    "16.0.1000.6",
    null,
    "SQL Server 2022",
    true,
    "carries a link; fails over by PowerShell and SSMS only; takes no managed instance as initial primary",
  ],
  [
    "16.0.4095.4",
    "CU10",
    "SQL Server 2022",
    true,
    "carries a link; fails over by PowerShell and SSMS only; takes a managed instance as initial primary",
  ],
  [
    "16.0.4125.3",
    "CU13",
    "SQL Server 2022",
    true,
    "carries a link; fails over by T-SQL; takes a managed instance as initial primary",
  ],
  [
    "17.0.4000.1",
    "CU9",
    "SQL Server 2025",
    true,
    "carries a link; fails over by T-SQL; takes a managed instance as initial primary; carries many databases in one link",
  ],
  ["18.0.100.1", null, null, null, "newer than the builds Linkspan knows"],
] as const)("%s %s is %s, carries a link: %s", (version, level, release, carries, words) => {
  const ability = readBuild(version, level);
  expect([ability?.releaseName, ability?.carriesLink]).toEqual([release, carries]);
  expect(abilityWords(ability!)).toBe(words);
});

test.each([
  ["16.0.4210.1", "CU26", false],
  ["16.0.4215.2", "CU27", true],
  ["17.0.2025.3", "CU2", false],
  ["16.0.4215.2", null, null],
  ["15.0.4385.2", "CU28", false],
] as const)("%s %s carries many databases in one link: %s", (version, level, carries) => {
  expect(readBuild(version, level)?.carriesManyDatabases).toBe(carries);
});

test("what is no version is not judged", () => {
  expect([readBuild(null, null), readBuild("", null), readBuild("vNext", null)]).toEqual([null, null, null]);
});

test("builds are compared by number, not as text", () => {
  expect(compareBuilds("16.0.985.1", "16.0.1000.6")).toBeLessThan(0);
  expect(compareBuilds("16.0.1000.6", "16.0.1000.6")).toBe(0);
  expect(compareBuilds("16.0.1000.6", "16.0.1000")).toBeGreaterThan(0);
});
