// The T-SQL that lets Linkspan's login see what it does not, for each kind of server; to copy, never to run.

export type GrantTarget = "before 2022" | "from 2022" | "managed instance";

export const grantTargets: readonly { target: GrantTarget; title: string }[] = [
  { target: "before 2022", title: "SQL Server 2016, 2017 and 2019" },
  { target: "from 2022", title: "SQL Server 2022 and 2025" },
  { target: "managed instance", title: "Azure SQL Managed Instance" },
];

const login = "[linkspan]";

/** SQL Server 2022 divided VIEW SERVER STATE in two; for a managed instance the documentation names the old and the new one. */
const serverPermissions: Record<GrantTarget, readonly string[]> = {
  "before 2022": ["VIEW SERVER STATE", "VIEW ANY DEFINITION"],
  "from 2022": ["VIEW SERVER PERFORMANCE STATE", "VIEW SERVER SECURITY STATE", "VIEW ANY DEFINITION"],
  "managed instance": ["VIEW SERVER STATE", "VIEW SERVER PERFORMANCE STATE", "VIEW ANY DEFINITION"],
};

/** Backups, and the jobs of network tests with their results. */
const msdbTables = ["backupset", "sysjobs", "sysjobsteps", "sysjobhistory", "sysjobstepslogs"];

/** All that Linkspan reads, in one script. */
export function grantScript(target: GrantTarget): string {
  return [serverGrants(serverPermissions[target]), msdbGrants(msdbTables)].join("\n\n");
}

/** "16.0.4125.3" is from 2022. Null: not known, which is granted as before 2022, since that holds on every version. */
export function grantTargetOf(side: "partner" | "instance", productVersion: string | null): GrantTarget | null {
  if (side === "instance") return "managed instance";
  const major = Number.parseInt(productVersion ?? "", 10);
  return Number.isNaN(major) ? null : major >= 16 ? "from 2022" : "before 2022";
}

/**
 * The grants behind one permission as a source names it: "VIEW ANY DEFINITION", "SELECT on msdb.dbo.sysjobs and sysjobsteps",
 * "VIEW SERVER STATE (VIEW SERVER PERFORMANCE STATE from SQL Server 2022 on)". Null: no T-SQL grants it.
 */
export function grantFor(permission: string, target: GrantTarget | null): string | null {
  const tables = /^SELECT ON msdb\.dbo\.(.+)$/i.exec(permission)?.[1];
  if (tables !== undefined) return msdbGrants(tables.split(/, | and /));
  const asked = permission.split(" and ").map((one) => /^([A-Z ]+?)(?: \((.+) from SQL Server 2022 on\))?$/.exec(one));
  if (!asked.every((one) => one !== null && /^(VIEW|CONNECT) /.test(one[1] as string))) return null;
  const names = asked.flatMap((one) => {
    const [, before, from] = one as RegExpExecArray;
    if (from === undefined || target === "before 2022" || target === null) return [before as string];
    return target === "from 2022" ? [from] : [before as string, from];
  });
  return serverGrants(names);
}

function serverGrants(permissions: readonly string[]): string {
  return ["USE master;", ...permissions.map((permission) => `GRANT ${permission} TO ${login};`)].join("\n");
}

function msdbGrants(tables: readonly string[]): string {
  return [
    "USE msdb;",
    `IF DATABASE_PRINCIPAL_ID(N'linkspan') IS NULL CREATE USER ${login} FOR LOGIN ${login};`,
    ...tables.map((table) => `GRANT SELECT ON dbo.${table} TO ${login};`),
  ].join("\n");
}
