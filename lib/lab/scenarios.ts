// The scenarios by name: `demo` and `seeding` to be looked at, `single` and its kin, `fan`, `multi` and `hostile` for tests, `crowd` for benchmarks.
import type { Side } from "../domain/vantage.ts";
import { between } from "./dice.ts";
import type { Chapter, Scenario } from "./scenario.ts";
import {
  type Build,
  chapters,
  day,
  empty,
  gigabyte,
  hour,
  link,
  managedInstance,
  sqlServer,
} from "./scenarios/builders.ts";
import { demo } from "./scenarios/demo.ts";
import { seeding } from "./scenarios/seeding.ts";
import { shopWorkspace } from "./scenarios/synapse.ts";

/** `single` in other particulars, by what follows its colon. */
const singles: Record<string, SingleOptions> = {
  "2016": { build: "2016 SP3" },
  "2017": { build: "2017 CU31" },
  "2019": { build: "2019 CU28" },
  "2022": { build: "2022 CU18" },
  "2025": { build: "2025 CU2" },
  bc: { tier: "BusinessCritical" },
  instance: { initialPrimary: "instance" },
};

const byName: Record<string, (epoch: number, seed: number) => Scenario> = {
  demo,
  seeding,
  single,
  fan,
  multi,
  hostile,
  synapse,
  ...Object.fromEntries(
    Object.entries(singles).map(([kind, options]) => [
      `single:${kind}`,
      (epoch: number, seed: number) => single(epoch, seed, options),
    ]),
  ),
};

/** Every scenario but the crowds. */
export const scenarioNames = Object.keys(byName);

/** One of scenarioNames, or "crowd:<SQL Servers>x<links each>". Throws for any other name. */
export function scenarioNamed(name: string, epoch: number, seed: number): Scenario {
  const made = Object.hasOwn(byName, name) ? byName[name]?.(epoch, seed) : undefined;
  if (made) return made;
  const crowded = /^crowd:(\d+)x(\d+)$/.exec(name);
  if (crowded) return crowd(epoch, seed, Number(crowded[1]), Number(crowded[2]));
  throw new Error(`no scenario "${name}": there are ${scenarioNames.join(", ")} and crowd:<servers>x<links each>`);
}

export interface SingleOptions {
  build?: Build;
  tier?: "GeneralPurpose" | "BusinessCritical";
  /** Who led when the link was made, and still does. */
  initialPrimary?: Side;
  /** Of the one link; default: replicating since 20 days ago. */
  chapters?: Chapter[];
  gb?: number;
}

/** One SQL Server, one managed instance, one link named orders. */
export function single(epoch: number, seed: number, options: SingleOptions = {}): Scenario {
  const { build = "2022 CU18", tier = "GeneralPurpose", initialPrimary = "partner", gb = 40 } = options;
  const story = options.chapters ?? chapters(epoch, [-20 * day, "replicating", { leads: initialPrimary }]);
  return {
    ...empty("single", epoch, seed),
    sqlServers: [sqlServer("SQLLAB01", build, epoch)],
    managedInstances: [managedInstance("mi-lab", epoch, { tier, updatePolicy: updatePolicyFor(build) })],
    links: [
      {
        ...link("orders", "Orders", ["SQLLAB01", "mi-lab"], { gb, logMb: 0.8, redoLag: 3, chapters: story }),
        initialPrimary,
      },
    ],
  };
}

/** An instance takes log from its own version or older. */
function updatePolicyFor(build: Build) {
  return build.startsWith("2025") ? "SQLServer2025" : "SQLServer2022";
}

/** One database, in one inner availability group, with a link to each of two managed instances. */
export function fan(epoch: number, seed: number): Scenario {
  const sketch = { gb: 40, logMb: 0.8, redoLag: 3, chapters: chapters(epoch, [-20 * day, "replicating"]) };
  return {
    ...empty("fan", epoch, seed),
    sqlServers: [sqlServer("SQLLAB01", "2022 CU18", epoch)],
    managedInstances: [
      managedInstance("mi-lab", epoch),
      managedInstance("mi-lab-dr", epoch, { location: "northeurope" }),
    ],
    links: [
      link("orders", "Orders", ["SQLLAB01", "mi-lab"], sketch),
      { ...link("orders-dr", "Orders", ["SQLLAB01", "mi-lab-dr"], sketch), innerGroupOf: "orders" },
    ],
  };
}

/** One link named apps that carries four databases; each goes on under "apps/" and its name, as a link does elsewhere. */
export function multi(epoch: number, seed: number): Scenario {
  const databases = { Billing: 40, Catalog: 12, Identity: 6, Shipping: 90 };
  const links = Object.entries(databases).map(([database, gb]) => ({
    ...link(`apps/${database}`, database, ["SQLLAB01", "mi-lab"], {
      gb,
      logMb: 0.3,
      redoLag: 2,
      chapters: chapters(epoch, [-20 * day, "replicating"]),
    }),
    memberOf: "apps",
  }));
  return {
    ...empty("multi", epoch, seed),
    sqlServers: [sqlServer("SQLLAB01", "2025 CU9", epoch)],
    managedInstances: [managedInstance("mi-lab", epoch, { updatePolicy: "SQLServer2025" })],
    links,
  };
}

/** `single`, and a Synapse workspace with one link that reads from a failover group. */
export function synapse(epoch: number, seed: number): Scenario {
  return { ...single(epoch, seed), name: "synapse", synapseWorkspaces: [shopWorkspace(epoch)] };
}

/** Names that break what does not quote: T-SQL, SQL, HTML, addresses, and fields that are too short. All of them are legal. */
export const hostileNames = [
  "]; DROP TABLE link; --",
  "<script>alert(1)</script>",
  "O'Brien & Söhne",
  "../../etc/passwd?a=b#c%2F",
  "東京 🚢 link",
  "n".repeat(128),
];

/** A link and a database by each hostile name, on a server that is called like one of them. */
export function hostile(epoch: number, seed: number): Scenario {
  const server = "<img src=x onerror=alert(2)>";
  return {
    ...empty("hostile", epoch, seed),
    sqlServers: [sqlServer(server, "2022 CU18", epoch)],
    managedInstances: [managedInstance("mi-lab", epoch)],
    links: hostileNames.map((name) =>
      link(name, name, [server, "mi-lab"], { gb: 10, chapters: chapters(epoch, [-day, "replicating"]) }),
    ),
  };
}

/** The most that a General Purpose instance of so many cores has. */
const crowdStorageGb = 16_384;

/** Many servers; ten of them share a managed instance. Nine links in ten replicate, the others seed. */
export function crowd(epoch: number, seed: number, servers: number, linksEach: number): Scenario {
  const number = (value: number) => String(value + 1).padStart(3, "0");
  const builds: Build[] = ["2019 CU28", "2022 CU18", "2022 CU20", "2025 CU2"];
  const sqlServers = Array.from({ length: servers }, (_, at) =>
    sqlServer(`SQLX${number(at)}`, builds[at % 4] as Build, epoch),
  );
  const managedInstances = Array.from({ length: Math.ceil(servers / 10) }, (_, at) =>
    managedInstance(`mi-x${number(at)}`, epoch, { vCores: 32, storageGb: crowdStorageGb }),
  );
  // However many share an instance, their databases and logs fit into it.
  const largestGb = Math.min(900, crowdStorageGb / 2 / (Math.min(10, servers) * Math.max(1, linksEach)));
  const links = sqlServers.flatMap((server, at) =>
    Array.from({ length: linksEach }, (_, index) => {
      const seeds = (at * linksEach + index) % 10 === 9;
      const gb = between(Math.min(20, largestGb / 5), largestGb, seed, at, index);
      // A fifth is over, and log backups paused for long enough that none is due.
      const story = seeds
        ? chapters(epoch, [-2 * hour, "seeding-in-progress", { bytesPerSecond: (gb * gigabyte) / 5 / 7200 }])
        : chapters(epoch, [-40 * day, "replicating"]);
      const sketch = {
        gb,
        logMb: between(0.05, 1, seed, at, index, "log"),
        redoLag: between(1, 9, seed, at, index, "redo"),
        chapters: story,
      };
      const instance = managedInstances[Math.floor(at / 10)]?.name as string;
      return link(
        `x${number(at)}-${number(index)}`,
        `Db${number(at)}_${number(index)}`,
        [server.name, instance],
        sketch,
      );
    }),
  );
  return { ...empty("crowd", epoch, seed), sqlServers, managedInstances, links };
}
