// Where a finding stands on its link's page, so that the estate can lead to it.

/** "finding-reach-partner". */
export function findingAnchor(key: string): string {
  return `finding-${key.replaceAll(/[^\w-]+/g, "-")}`;
}
