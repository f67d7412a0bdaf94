// Names and texts as they stand in T-SQL, so that a script is right whatever a DBA called a thing.

/** "[my]]db]". */
export function quoteName(name: string): string {
  return `[${name.replaceAll("]", "]]")}]`;
}

/** "N'O''Brien'". */
export function quoteText(text: string): string {
  return `N'${text.replaceAll("'", "''")}'`;
}
