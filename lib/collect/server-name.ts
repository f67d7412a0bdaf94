// Which server an endpoint URL means: "tcp://mi.abc.database.windows.net:5022;Server=[mi]" means mi.
import { isIP } from "node:net";

/** Null for an IP address, nothing, or something that is no endpoint. `isExplicit`: the URL says `Server=[…]`. */
export function serverNamedIn(endpointUrl: string | null): { name: string; isExplicit: boolean } | null {
  if (endpointUrl === null) return null;
  const explicit = /;\s*Server=\[([^\]]+)\]/i.exec(endpointUrl)?.[1];
  if (explicit) return { name: explicit, isExplicit: true };
  const host = /^tcp:\/\/([^:/;]+)(?=[:/;]|$)/i.exec(endpointUrl.trim())?.[1];
  if (!host || isIP(host) !== 0) return null;
  return { name: host.split(".", 1)[0]!, isExplicit: false };
}
