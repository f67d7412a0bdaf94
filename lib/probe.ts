// `npm run probe -- <name>`: compares a SQL server or managed instance of the estate file with the lab, read-only, and prints what differs.
import { LookFailure } from "./collect/source.ts";
import { readEnv } from "./env.ts";
import { sqlAddress } from "./estate.ts";
import { EstateError, readEstate, type SqlEntry } from "./estate-file.ts";
import { probeServer } from "./probe-server.ts";

const deadlineMs = 60_000;

/** An error whose message is all there is to say. */
class Complaint extends Error {}

function entryNamed(name: string | undefined): SqlEntry {
  const { estatePath } = readEnv();
  if (estatePath === null) {
    throw new Complaint("No estate file is named: set LINKSPAN_ESTATE to its path, then run this again.");
  }
  const { sqlServers, managedInstances } = readEstate(estatePath);
  const entries = new Map<string, SqlEntry | null>([
    ...sqlServers.map((entry) => [entry.name, entry] as const),
    ...managedInstances.map((entry) => [entry.name, entry.sql] as const),
  ]);
  const known = [...entries.keys()].join(", ");
  if (name === undefined) throw new Complaint(`Name one of the estate file: npm run probe -- <name>. It has ${known}.`);
  const found = [...entries].find(([one]) => one.toLowerCase() === name.toLowerCase());
  if (found === undefined) throw new Complaint(`The estate file has no "${name}". It has ${known}.`);
  if (found[1] === null) {
    throw new Complaint(
      `The estate file says nothing of T-SQL for ${found[0]}: add sql: to its entry, then run this again.`,
    );
  }
  return found[1];
}

try {
  const name = process.argv[2];
  const entry = entryNamed(name);
  process.stdout.write(
    await probeServer(sqlAddress(entry), AbortSignal.timeout(deadlineMs)).catch((error: unknown) => {
      if (error instanceof LookFailure) throw new Complaint(`${name} was not compared: ${error.message}.`);
      throw error;
    }),
  );
} catch (error) {
  const isPlain = error instanceof Complaint || error instanceof EstateError;
  process.stderr.write(`${isPlain ? error.message : error instanceof Error ? error.stack : String(error)}\n`);
  process.exitCode = 1;
}
