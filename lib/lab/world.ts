// The whole estate as a pure function of scenario, seed and time; computed lazily, link by link, only as far as somebody looks.
import type { Fault } from "./faults.ts";
import type { LinkTruth } from "./link-truth.ts";
import { atRates, type LogFlow, logFlow } from "./log-flow.ts";
import type { CertificateSpec, Chapter, LinkSpec, Scenario, ServerSpec } from "./scenario.ts";
import { silenceAt } from "./scenario.ts";
import { SeedingBook } from "./seeding-jobs.ts";
import { SettingBook } from "./setting-book.ts";
import type { LinkSettings, ServerSettings } from "./settings.ts";
import { stories } from "./stories.ts";

export interface World {
  scenario: Scenario;
  at: number;
  server(name: string): ServerSpec;
  /** Links that end on this server or instance and exist somewhere now. */
  linksOf(server: string): LinkTruth[];
  /** Local database ids stay the same while links come and go. */
  databaseId(server: string, link: LinkSpec): number;
  /** Null: its story has not begun. */
  link(name: string): LinkTruth | null;
  /** Log of the side that leads; of a side of its own after a split. */
  flow(truth: LinkTruth, side: "partner" | "instance"): LogFlow;
  /** When log backups of this link's database cut into its seeding. */
  logBackupsDuringSeeding(link: LinkSpec): number[];
  certificate(server: string): CertificateSpec;
  /** What `holder` has imported of the certificate of `owner`: the one in use, unless it keeps an old copy. */
  copyOfCertificate(holder: string, owner: string): CertificateSpec;
  /** What is set otherwise on a server or instance now. */
  settingsOf(server: string): ServerSettings;
  linkSettings(link: string): LinkSettings;
  /** When a field got the value it has; null: it is as the scenario says. */
  settingSince(server: string, field: keyof ServerSettings): number | null;
  linkSettingSince(link: string, field: keyof LinkSettings): number | null;
}

/** What a scenario determines once and for all times. */
interface Book {
  seedings: SeedingBook;
  chapters: Map<string, Chapter[]>;
  before: Map<string, LinkTruth | null>;
  flows: Map<string, LogFlow>;
  serverByName: Map<string, ServerSpec>;
  linkByName: Map<string, LinkSpec>;
  linksByServer: Map<string, LinkSpec[]>;
  databaseIds: Map<string, number>;
  blindSpells: { face: string; from: number; to: number }[];
  settings: SettingBook;
}

/** Ids 1 to 4 are master, tempdb, model and msdb. */
const firstUserDatabase = 5;
const books = new WeakMap<Scenario, Book>();

/** The world of a scenario at a time (ms UTC). Two calls with equal arguments show the same. */
export function worldAt(scenario: Scenario, at: number): World {
  const book = bookOf(scenario);
  const truths = new Map<string, LinkTruth | null>();
  const truthOf = (link: LinkSpec): LinkTruth | null => {
    let truth = truths.get(link.name);
    if (truth === undefined) {
      truth = truthAt(scenario, book, link, at);
      truths.set(link.name, truth);
    }
    return truth;
  };
  const specOf = (name: string): LinkSpec => {
    const link = book.linkByName.get(name);
    if (!link) throw new Error(`no link ${name} in scenario ${scenario.name}`);
    return link;
  };
  return {
    scenario,
    at,
    server: (name) => {
      const spec = book.serverByName.get(name);
      if (!spec) throw new Error(`no server ${name} in scenario ${scenario.name}`);
      return book.settings.asSet(spec, at);
    },
    linksOf: (server) =>
      (book.linksByServer.get(server) ?? []).map(truthOf).filter((truth): truth is LinkTruth => truth !== null),
    databaseId: (server, link) => book.databaseIds.get(`${server}/${link.database}`) as number,
    link: (name) => truthOf(specOf(name)),
    flow: (truth, side) => flowOf(scenario, book, truth, side),
    logBackupsDuringSeeding: (link) => book.seedings.plan(link).logBackupsAt.filter((backupAt) => backupAt <= at),
    certificate: (server) => certificateAt(scenario, book, server, at),
    copyOfCertificate: (holder, owner) => {
      const isOld = book.settings.ofServer(holder, at).keepsOldCopies;
      const since = isOld ? book.settings.sinceOnServer(holder, "keepsOldCopies", at) : null;
      return certificateAt(scenario, book, owner, since ?? at);
    },
    settingsOf: (server) => book.settings.ofServer(server, at),
    linkSettings: (link) => book.settings.ofLink(specOf(link), at),
    settingSince: (server, field) => book.settings.sinceOnServer(server, field, at),
    linkSettingSince: (link, field) => book.settings.sinceOfLink(specOf(link), field, at),
  };
}

/** The fault the scenario plans for a face at a time: a silence, or a link's one-side-blind chapter. */
export function plannedFault(scenario: Scenario, face: string, at: number): Fault | null {
  const silence = silenceAt(scenario, face, at);
  if (silence) return silence;
  const isBlind = bookOf(scenario).blindSpells.some(
    (spell) => spell.face === face && spell.from <= at && at < spell.to,
  );
  return isBlind ? { hangAtLogin: true } : null;
}

function bookOf(scenario: Scenario): Book {
  let book = books.get(scenario);
  if (book) return book;
  const chapters = new Map<string, Chapter[]>();
  for (const link of scenario.links) chapters.set(link.name, [...link.chapters]);
  for (const { at, link, story, parameters } of scenario.events) {
    // An event of a multiple-database link is one of each of its databases.
    for (const { name } of scenario.links.filter((one) => one.name === link || one.memberOf === link))
      chapters.get(name)?.push({ from: at, story, parameters });
  }
  for (const list of chapters.values()) list.sort((a, b) => a.from - b.from);
  const linksByServer = new Map<string, LinkSpec[]>();
  const databaseIds = new Map<string, number>();
  const blindSpells: Book["blindSpells"] = [];
  for (const link of scenario.links) {
    for (const server of [link.partner, link.instance]) {
      const links = linksByServer.get(server) ?? [];
      const key = `${server}/${link.database}`;
      if (!databaseIds.has(key)) databaseIds.set(key, firstUserDatabase + links.length);
      links.push(link);
      linksByServer.set(server, links);
    }
    const own = chapters.get(link.name) ?? [];
    own.forEach((chapter, index) => {
      if (chapter.story !== "one-side-blind") return;
      const to = own[index + 1]?.from ?? Number.POSITIVE_INFINITY;
      blindSpells.push({ face: link[chapter.parameters.side ?? "partner"], from: chapter.from, to });
    });
  }
  const motion = (link: LinkSpec) => motionChapters(chapters.get(link.name) ?? []);
  book = {
    seedings: new SeedingBook(scenario, motion),
    chapters,
    before: new Map(),
    flows: new Map(),
    serverByName: new Map([...scenario.sqlServers, ...scenario.managedInstances].map((spec) => [spec.name, spec])),
    linkByName: new Map(scenario.links.map((link) => [link.name, link])),
    linksByServer,
    databaseIds,
    blindSpells,
    settings: new SettingBook(scenario),
  };
  books.set(scenario, book);
  return book;
}

/** Chapters that move the link itself: a certificate or a blind face is told of the server, and the story before goes on. */
function motionChapters(chapters: Chapter[]): Chapter[] {
  return chapters.filter(
    (chapter, index) => index === 0 || (chapter.story !== "certificate-expiring" && chapter.story !== "one-side-blind"),
  );
}

function truthAt(scenario: Scenario, book: Book, link: LinkSpec, at: number): LinkTruth | null {
  const chapters = motionChapters(book.chapters.get(link.name) ?? []);
  const index = chapters.findLastIndex((chapter) => chapter.from <= at);
  return index < 0 ? null : tell(scenario, book, link, chapters, index, at);
}

function tell(
  scenario: Scenario,
  book: Book,
  link: LinkSpec,
  chapters: Chapter[],
  index: number,
  at: number,
): LinkTruth {
  const chapter = chapters[index] as Chapter;
  const before = truthBefore(scenario, book, link, chapters, index);
  return stories[chapter.story]({
    link,
    seed: scenario.seed,
    at,
    story: chapter.story,
    since: chapter.from,
    parameters: chapter.parameters,
    before,
    seedings: book.seedings.seedingsAt(link, at),
    bytesAt: (time) => forkedFlow(scenario, book, link, before?.fork ?? null).bytesAt(time),
  });
}

/** The truth at the end of the chapter before; it never changes, so it is told once. */
function truthBefore(
  scenario: Scenario,
  book: Book,
  link: LinkSpec,
  chapters: Chapter[],
  index: number,
): LinkTruth | null {
  if (index === 0) return null;
  const key = `${link.name}#${index}`;
  let truth = book.before.get(key);
  if (truth === undefined) {
    truth = tell(scenario, book, link, chapters, index - 1, (chapters[index] as Chapter).from);
    book.before.set(key, truth);
  }
  return truth;
}

function flowOf(scenario: Scenario, book: Book, truth: LinkTruth, side: "partner" | "instance"): LogFlow {
  const isOldHistory = truth.isSplit && side === "partner";
  return forkedFlow(scenario, book, truth.link, isOldHistory ? null : truth.fork);
}

function forkedFlow(scenario: Scenario, book: Book, link: LinkSpec, fork: LinkTruth["fork"]): LogFlow {
  const key = `${link.name}@${fork?.at ?? ""}`;
  let flow = book.flows.get(key);
  if (!flow) {
    flow = atRates(logFlow(scenario, link, fork ?? undefined), book.settings.logRates(link));
    book.flows.set(key, flow);
  }
  return flow;
}

function certificateAt(scenario: Scenario, book: Book, server: string, at: number): CertificateSpec {
  let newest = book.serverByName.get(server)?.certificate as CertificateSpec;
  let since = Number.NEGATIVE_INFINITY;
  for (const rotation of scenario.rotations) {
    if (rotation.server === server && rotation.at <= at && rotation.at >= since) {
      newest = rotation.certificate;
      since = rotation.at;
    }
  }
  for (const link of book.linksByServer.get(server) ?? []) {
    if (link.partner !== server) continue;
    for (const { story, from, parameters } of book.chapters.get(link.name) ?? []) {
      if (story !== "certificate-expiring" || from > at || from < since) continue;
      newest = { ...newest, expiresAt: from + (parameters.expiresInDays ?? 9) * 86_400_000 };
      since = from;
    }
  }
  return newest;
}
