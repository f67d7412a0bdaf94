// The settings of a scenario in order: what is so on a server or for a link at a time, and since when.
import { type LinkSpec, linkName, type Scenario, type ServerSpec } from "./scenario.ts";
import { type LinkSettings, linkSubject, type ServerSettings, type SettingChange } from "./settings.ts";

const nothing = Object.freeze({});

export class SettingBook {
  readonly #changes = new Map<string, SettingChange[]>();

  constructor(scenario: Scenario) {
    for (const change of scenario.settings) this.#changes.set(change.of, [...this.#of([change.of]), change]);
    for (const list of this.#changes.values()) list.sort((a, b) => a.at - b.at);
  }

  ofServer(server: string, at: number): ServerSettings {
    return this.#merged([server], at);
  }

  ofLink(link: LinkSpec, at: number): LinkSettings {
    return this.#merged(subjectsOf(link), at);
  }

  /** When a field got the value it has; null: it is as the scenario says. */
  sinceOnServer(server: string, field: keyof ServerSettings, at: number): number | null {
    return this.#since([server], field, at);
  }

  sinceOfLink(link: LinkSpec, field: keyof LinkSettings, at: number): number | null {
    return this.#since(subjectsOf(link), field, at);
  }

  /** A server with what is set otherwise on it. */
  asSet(spec: ServerSpec, at: number): ServerSpec {
    if (!this.#changes.has(spec.name)) return spec;
    const { collation, productVersion, edition, traceFlags, hostPlatform, updatePolicy, clockSkewMs } = this.ofServer(
      spec.name,
      at,
    );
    if (spec.kind === "instance")
      return { ...spec, collation: collation ?? spec.collation, updatePolicy: updatePolicy ?? spec.updatePolicy };
    return {
      ...spec,
      collation: collation ?? spec.collation,
      productVersion: productVersion ?? spec.productVersion,
      // Only the scenario's build has an update level of its own.
      updateLevel: productVersion == null ? spec.updateLevel : "",
      edition: edition ?? spec.edition,
      traceFlags: traceFlags ?? spec.traceFlags,
      clockSkewMs: clockSkewMs ?? spec.clockSkewMs,
      hostPlatform: hostPlatform ?? spec.hostPlatform,
    };
  }

  /** From when on the log of a link flows how many times as fast as its scenario says. */
  logRates(link: LinkSpec): { from: number; factor: number }[] {
    return this.#of(subjectsOf(link)).flatMap(({ at, changes }) => {
      const { logBytesPerSecond } = changes as LinkSettings;
      if (logBytesPerSecond === undefined) return [];
      return [{ from: at, factor: (logBytesPerSecond ?? link.logBytesPerSecond) / link.logBytesPerSecond }];
    });
  }

  #of(subjects: string[]): SettingChange[] {
    const changes = subjects.flatMap((subject) => this.#changes.get(subject) ?? []);
    return subjects.length > 1 ? changes.sort((a, b) => a.at - b.at) : changes;
  }

  /** Later changes over earlier ones; a field set to null is gone again. */
  #merged(subjects: string[], at: number): ServerSettings & LinkSettings {
    if (!subjects.some((subject) => this.#changes.has(subject))) return nothing;
    const changes = this.#of(subjects).filter((change) => change.at <= at);
    const merged: ServerSettings & LinkSettings = Object.assign({}, ...changes.map((change) => change.changes));
    return Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null));
  }

  #since(subjects: string[], field: string, at: number): number | null {
    const last = this.#of(subjects).findLast((change) => change.at <= at && field in change.changes);
    return last && (last.changes as Record<string, unknown>)[field] !== null ? last.at : null;
  }
}

/** A database of a multiple-database link may be set by its own name or by the link's. */
function subjectsOf(link: LinkSpec): string[] {
  return [...new Set([linkName(link), link.name])].map(linkSubject);
}
