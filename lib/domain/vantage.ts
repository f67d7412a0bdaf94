// Who says a thing: which kind of source, looking from which side of the link.

/** The two fixed ends of a link: the SQL Server is the partner, the managed instance is the instance. */
export type Side = "partner" | "instance";

export type SourceKind = "sqlserver" | "arm" | "synapse";

/** `partner`: the SQL Server says · `instance`: the managed instance says, over T-SQL · `arm`: Azure Resource Manager says. */
export type Vantage = "partner" | "instance" | "arm";

export const vantages: readonly Vantage[] = ["partner", "instance", "arm"];

export function vantageOf(source: { kind: SourceKind; side: Side }): Vantage {
  return source.kind === "arm" ? "arm" : source.side;
}
