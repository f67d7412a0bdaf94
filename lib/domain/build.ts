// What a build of SQL Server can do for a link: the documented table as data, and the sentence read from it.

interface Release {
  major: number;
  name: string;
  /** The first build that carries a link, and what it is called. */
  minimal: { build: string; words: string };
  /** A failover keeps the link, so there is a way back. Before SQL Server 2022 it removes it. */
  keepsLink: boolean;
  /** First build that fails over by ALTER AVAILABILITY GROUP; null: none of this release does. */
  tsqlFailoverFrom: string | null;
  /** First build to which a managed instance may be the initial primary. */
  instancePrimaryFrom: string | null;
  /** First cumulative update with links of many databases. */
  multiDatabaseFrom: number | null;
  /** ARM's databaseFormat of a managed instance whose log this release can take back. */
  updatePolicy: string | null;
}

const oneWay = {
  keepsLink: false,
  tsqlFailoverFrom: null,
  instancePrimaryFrom: null,
  multiDatabaseFrom: null,
  updatePolicy: null,
};

/** Oldest first. Source: "Managed Instance link overview", prerequisites (domain.md d2), and a11 for many databases. */
const releases: readonly Release[] = [
  {
    ...oneWay,
    major: 13,
    name: "SQL Server 2016",
    minimal: { build: "13.0.7000.253", words: "SP3 with the Azure Connect Pack" },
  },
  {
    ...oneWay,
    major: 14,
    name: "SQL Server 2017",
    minimal: { build: "14.0.3490.10", words: "CU31 with the Azure Connect Pack" },
  },
  { ...oneWay, major: 15, name: "SQL Server 2019", minimal: { build: "15.0.4312.2", words: "CU20" } },
  {
    major: 16,
    name: "SQL Server 2022",
    minimal: { build: "16.0.1000.6", words: "RTM" },
    keepsLink: true,
    tsqlFailoverFrom: "16.0.4125.3",
    instancePrimaryFrom: "16.0.4095.4",
    multiDatabaseFrom: 27,
    updatePolicy: "SQLServer2022",
  },
  {
    major: 17,
    name: "SQL Server 2025",
    minimal: { build: "17.0.1000.7", words: "RTM" },
    keepsLink: true,
    tsqlFailoverFrom: "17.0.1000.7",
    instancePrimaryFrom: "17.0.1000.7",
    multiDatabaseFrom: 9,
    updatePolicy: "SQLServer2025",
  },
];

/** `null` in a field: newer than the table, so it is not known; newer is never wrong. */
export interface BuildAbility {
  productVersion: string;
  updateLevel: string | null;
  /** "SQL Server 2022"; null: older or newer than the table. */
  releaseName: string | null;
  carriesLink: boolean | null;
  /** Where it does not carry one: the first build that does. */
  minimal: Release["minimal"] | null;
  keepsLink: boolean | null;
  failsOverByTsql: boolean | null;
  takesInstancePrimary: boolean | null;
  /** Null also where the update level is not told. */
  carriesManyDatabases: boolean | null;
  updatePolicy: string | null;
}

/** `productVersion` "16.0.4125.3", `updateLevel` "CU13". Null: no version, or none that can be read. */
export function readBuild(productVersion: string | null, updateLevel: string | null): BuildAbility | null {
  if (productVersion === null || !/^\d+(\.\d+)*$/.test(productVersion.trim())) return null;
  const version = productVersion.trim();
  const major = Number.parseInt(version, 10);
  const release = releases.find((one) => one.major === major) ?? null;
  const told = { productVersion: version, updateLevel };
  if (release === null) {
    const oldest = releases[0] as Release;
    const isOlder = major < oldest.major;
    const ability = isOlder ? false : null;
    return {
      ...told,
      releaseName: null,
      carriesLink: ability,
      minimal: isOlder ? oldest.minimal : null,
      keepsLink: ability,
      failsOverByTsql: ability,
      takesInstancePrimary: ability,
      carriesManyDatabases: ability,
      updatePolicy: null,
    };
  }
  const from = (first: string | null) => first !== null && compareBuilds(version, first) >= 0;
  return {
    ...told,
    releaseName: release.name,
    carriesLink: from(release.minimal.build),
    minimal: release.minimal,
    keepsLink: release.keepsLink,
    failsOverByTsql: from(release.tsqlFailoverFrom),
    takesInstancePrimary: from(release.instancePrimaryFrom),
    carriesManyDatabases: reachesUpdate(updateLevel, release.multiDatabaseFrom),
    updatePolicy: release.updatePolicy,
  };
}

/** "16.0.4125.3 CU13". */
export function buildWords({ productVersion, updateLevel }: BuildAbility): string {
  return updateLevel === null ? productVersion : `${productVersion} ${updateLevel}`;
}

/** "carries a link; fails over by T-SQL; takes a managed instance as initial primary", to follow the build's name. */
export function abilityWords(ability: BuildAbility): string {
  if (ability.carriesLink === null) return "newer than the builds Linkspan knows";
  if (!ability.carriesLink) return "carries no link";
  if (ability.keepsLink === false) return "carries a link one way: a failover to Azure removes it";
  return [
    "carries a link",
    ability.failsOverByTsql ? "fails over by T-SQL" : "fails over by PowerShell and SSMS only",
    ability.takesInstancePrimary
      ? "takes a managed instance as initial primary"
      : "takes no managed instance as initial primary",
    ...(ability.carriesManyDatabases === true ? ["carries many databases in one link"] : []),
  ].join("; ");
}

/** By their numbers, part for part: "16.0.1000.6" is before "16.0.985.1" only as text. */
export function compareBuilds(a: string, b: string): number {
  const left = a.split(".").map(Number);
  const right = b.split(".").map(Number);
  for (let part = 0; part < Math.max(left.length, right.length); part += 1) {
    const difference = (left[part] ?? 0) - (right[part] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function reachesUpdate(updateLevel: string | null, first: number | null): boolean | null {
  if (first === null) return false;
  const update = /^CU(\d+)/i.exec(updateLevel ?? "")?.[1];
  return update === undefined ? null : Number(update) >= first;
}
