// What servers do not tell, sorted by what would help: one line a permission, and one for what a version does not have.
import type { BlindFact } from "../../lib/domain/outcome.ts";
import { listWords } from "../../lib/domain/wording.ts";
import { type GrantTarget, grantFor } from "../../lib/format/grants.ts";
import { grouped } from "../ui/grouped.ts";

/** A server of which something is not seen; `target` null: its version is not known. */
export interface BlindServer {
  /** Of the source: two sources may speak for one server. */
  id: string;
  name: string;
  target: GrantTarget | null;
  facts: readonly BlindFact[];
}

export interface Withheld {
  server: BlindServer;
  /** "links, certificates and mirroring endpoint" */
  facts: string;
  permission: string;
  reason: string;
  /** Null: no T-SQL grants it. */
  grant: string | null;
}

/** What a permission would show, one line for each server and permission. */
export function withheldFacts(servers: readonly BlindServer[]): Withheld[] {
  return servers.flatMap((server) =>
    [...grouped(server.facts, (one) => one.permission)].flatMap(([permission, facts]) =>
      permission === null
        ? []
        : [
            {
              server,
              facts: listWords(facts.map((one) => one.fact)),
              permission,
              reason: facts[0]!.reason,
              grant: grantFor(permission, server.target),
            },
          ],
    ),
  );
}

/** What no permission helps with, one line for each reason of a server. */
export function lackingFacts(
  servers: readonly BlindServer[],
): { server: BlindServer; facts: string[]; reason: string }[] {
  return servers.flatMap((server) => {
    const facts = server.facts.filter((one) => one.permission === null);
    return [...grouped(facts, (one) => one.reason)].map(([reason, of]) => ({
      server,
      facts: of.map((one) => one.fact),
      reason,
    }));
  });
}
