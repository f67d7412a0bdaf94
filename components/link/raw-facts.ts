// The raw facts of a snapshot by voice, with the shapes their vantage promises.
import type {
  ArmInstanceFacts,
  ArmLinkFacts,
  SqlDatabaseFacts,
  SqlInstanceFacts,
  SqlLinkFacts,
} from "../../lib/domain/sample.ts";
import type { LinkSnapshot, Plain } from "../../lib/domain/snapshot.ts";
import type { Side, Vantage } from "../../lib/domain/vantage.ts";

/** What the SQL Server (partner) or the managed instance (instance) said of the link over T-SQL; null = never said. */
export function sqlFacts(snapshot: LinkSnapshot, side: Side): Plain<SqlLinkFacts> | null {
  return (voice(snapshot, side)?.facts ?? null) as Plain<SqlLinkFacts> | null;
}

export function sqlInstanceFacts(snapshot: LinkSnapshot, side: Side): Plain<SqlInstanceFacts> | null {
  return (voice(snapshot, side)?.instanceFacts ?? null) as Plain<SqlInstanceFacts> | null;
}

export function armFacts(snapshot: LinkSnapshot): Plain<ArmLinkFacts> | null {
  return (voice(snapshot, "arm")?.facts ?? null) as Plain<ArmLinkFacts> | null;
}

export function armInstanceFacts(snapshot: LinkSnapshot): Plain<ArmInstanceFacts> | null {
  return (voice(snapshot, "arm")?.instanceFacts ?? null) as Plain<ArmInstanceFacts> | null;
}

/** When a voice last said something of this link, ISO; null = never. */
export function saidAt(snapshot: LinkSnapshot, vantage: Vantage): string | null {
  return voice(snapshot, vantage)?.observedAt ?? null;
}

/** The row a side holds of its own database. */
export function localDatabase(facts: Plain<SqlLinkFacts> | null): Plain<SqlDatabaseFacts> | null {
  return facts?.databases.find((database) => database.isLocal) ?? null;
}

function voice(snapshot: LinkSnapshot, vantage: Vantage) {
  return snapshot.facts.find((said) => said.vantage === vantage) ?? null;
}
