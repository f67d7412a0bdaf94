// What the planner's page reads: databases with sizes from the connected servers, and rates that seedings really reached.

export interface PlannerSnapshot {
  readAt: string;
  isDemo: boolean;
  /** SQL Servers that told sizes, by name. */
  servers: { name: string; at: string; databases: { name: string; bytes: number; isLinked: boolean }[] }[];
  /** All seedings of a SQL Server together, by five minutes of the last 90 days in which one ran. */
  rates: {
    server: string;
    instance: string;
    p10BytesPerSecond: number;
    p50BytesPerSecond: number;
    p90BytesPerSecond: number;
    hours: number;
    lastAt: string;
  }[];
}
