// Addresses of the network: whether an IPv4 address lies in a subnet, and who is meant by an endpoint URL.

/** Null: not an IPv4 address, or no prefix that can be read ("10.48.2.0/24"). */
export function isInSubnet(address: string, prefix: string): boolean | null {
  const [base = "", bits = ""] = prefix.trim().split("/");
  const [ip, network] = [parseIpv4(address), parseIpv4(base)];
  if (ip === null || network === null || !/^\d{1,2}$/.test(bits) || Number(bits) > 32) return null;
  const size = 2 ** (32 - Number(bits));
  return Math.floor(ip / size) === Math.floor(network / size);
}

/** False only when every prefix could be read and none holds it; null when it cannot be told. */
export function isInSubnets(address: string | null, prefixes: readonly string[] | null | undefined): boolean | null {
  if (address === null || !prefixes || prefixes.length === 0) return null;
  const said = prefixes.map((prefix) => isInSubnet(address, prefix));
  if (said.includes(true)) return true;
  return said.includes(null) ? null : false;
}

/** "TCP://sqlham01.corp.example:5022;Server=[x]": host in lower case, port as it stands. Null: cannot be read. */
export function parseEndpointUrl(url: string | null | undefined): { host: string; port: number } | null {
  const [, host, port] = url?.match(/^\s*tcp:\/\/(\[[^\]]+\]|[^:/;\s]+):(\d{1,5})\b/i) ?? [];
  if (host === undefined || Number(port) > 65_535) return null;
  return { host: host.toLowerCase(), port: Number(port) };
}

export function isAddress(host: string): boolean {
  return parseIpv4(host) !== null || host.includes(":");
}

/** As a number below 2^32. */
function parseIpv4(text: string): number | null {
  const parts = text.trim().split(".");
  if (parts.length !== 4 || parts.some((part) => !/^\d{1,3}$/.test(part) || Number(part) > 255)) return null;
  return parts.reduce((sum, part) => sum * 256 + Number(part), 0);
}
