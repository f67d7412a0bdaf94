// What `npm run probe` asks beside all questions: columns and types of system views, so that the lab can be held against a real server.

/** Views and functions of schema sys by name without the schema; those of availability groups that nobody named as well. */
export function systemColumns(views: readonly string[]): string {
  return columnsIn("", "sys", `o.name IN (${quoted(views)}) OR o.name LIKE 'dm_hadr_%'`);
}

/** A table that this login may not see is not listed. */
export function msdbColumns(tables: readonly string[]): string {
  return columnsIn("msdb.", "dbo", `o.name IN (${quoted(tables)})`);
}

function columnsIn(database: string, schema: string, which: string): string {
  return `
SET LOCK_TIMEOUT 3000;
SELECT o.name AS view_name, c.name AS column_name, t.name AS type_name, c.max_length, c.[precision] AS digits, c.scale
FROM ${database}sys.all_objects AS o
INNER JOIN ${database}sys.schemas AS s ON s.schema_id = o.schema_id AND s.name = '${schema}'
INNER JOIN ${database}sys.all_columns AS c ON c.object_id = o.object_id
LEFT JOIN ${database}sys.types AS t ON t.user_type_id = c.system_type_id
WHERE ${which}
ORDER BY o.name, c.column_id;
`;
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `'${name.replaceAll("'", "''")}'`).join(", ");
}
