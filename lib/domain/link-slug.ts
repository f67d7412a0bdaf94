// The stable id of a link, as it stands in addresses.

/** "erp-hamburg-1f2e3d": the name in small ASCII letters, at most 40, and six digits of its id (a GUID or any hex hash). */
export function linkSlug(name: string, id: string): string {
  const slug = name
    .normalize("NFKD")
    .toLowerCase()
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/[^a-z0-9]+/g, "-")
    .slice(0, 40)
    .replace(/^-+|-+$/g, "");
  const digits = id
    .toLowerCase()
    .replace(/[^0-9a-f]/g, "")
    .slice(0, 6)
    .padEnd(6, "0");
  return `${slug || "link"}-${digits}`;
}
