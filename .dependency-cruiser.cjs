// The fence: who may import whom (the table of README and CONTRIBUTING). The allowlist is empty and stays empty.

/** Each floor, the paths that are it, and the floors it may import besides itself. */
const floors = {
  app: {
    at: "^(app/|instrumentation\\.ts)",
    may: ["components", "actions", "tick", "history", "session", "format", "domain", "env"],
  },
  components: { at: "^components/", may: ["actions", "format", "domain"] },
  actions: { at: "^lib/actions/", may: ["tick", "history", "session", "domain"] },
  tick: { at: "^lib/(tick|scheduler|house)\\.ts", may: ["estate", "collect", "history", "alerts", "domain", "env"] },
  estate: {
    at: "^lib/estate(-file|-shape|-check)?(\\.test)?\\.ts",
    may: ["collect", "alerts", "history", "domain", "env"],
  },
  collect: { at: "^lib/collect/", may: ["domain"] },
  format: { at: "^lib/format/", may: ["domain"] },
  alerts: { at: "^lib/alerts/", may: ["domain", "format"] },
  history: { at: "^lib/history/", may: ["domain", "env"] },
  session: { at: "^lib/session/", may: ["domain", "env", "history"] },
  domain: { at: "^lib/domain/", may: [] },
  env: { at: "^lib/env(\\.test)?\\.ts", may: [] },
  launch: { at: "^lib/launch/", may: ["tick", "estate", "history", "env", "domain"] },
  probe: { at: "^lib/probe(-server|-catalog)?(\\.test)?\\.ts", may: ["lab", "collect", "estate", "domain", "env"] },
  lab: { at: "^lib/lab/", may: ["domain", "wire"] },
  prisma: {
    at: "^(prisma/|prisma\\.config\\.ts)",
    may: ["lab", "domain", "history", "wire", "estate", "collect", "tick", "env", "launch"],
  },
  e2e: {
    at: "^(e2e/|playwright\\.config\\.ts)",
    may: ["lab", "domain", "launch", "collect", "estate", "history", "tick", "env", "prisma"],
  },
};

/** Of collect only what travels: questions, rows, payloads. */
const wire = "^lib/collect/(sqlserver/(questions|rows)|arm/payloads)";
const ours = "^(app|components|lib|prisma|e2e)/";
const tests = "\\.test\\.tsx?$";

const fence = Object.entries(floors).map(([name, floor]) => ({
  name: `floor-${name}`,
  comment: `${name} may import only: ${floor.may.join(", ") || "nothing of ours"} (CONTRIBUTING.md, "The fence").`,
  severity: "error",
  from: { path: floor.at, pathNot: tests },
  to: {
    path: ours,
    pathNot: [floor.at, ...floor.may.map((other) => (other === "wire" ? wire : floors[other].at))],
  },
}));

/** A package with one home may be imported nowhere else. */
const home = (pkg, at) => ({
  name: `home-of-${pkg.replace(/\W+/g, "-")}`,
  comment: `${pkg} has one home: ${at}`,
  severity: "error",
  from: { path: ours, pathNot: [at, tests] },
  to: { path: `node_modules/${pkg}(/|$)` },
});

module.exports = {
  forbidden: [
    ...fence,
    {
      name: "no-circles",
      comment: "Files that import each other in a loop cannot be read one at a time.",
      severity: "error",
      from: {},
      to: { circular: true },
    },
    {
      name: "sisters-of-collect",
      comment: "sqlserver, arm and synapse never import each other.",
      severity: "error",
      from: { path: "^lib/collect/(sqlserver|arm|synapse)/" },
      to: { path: "^lib/collect/(sqlserver|arm|synapse)/", pathNot: "^lib/collect/$1/" },
    },
    {
      name: "domain-is-pure",
      comment: "The rules import no package and no clock.",
      severity: "error",
      from: { path: "^lib/domain/", pathNot: tests },
      to: { dependencyTypes: ["npm", "npm-dev", "core"] },
    },
    {
      name: "lab-needs-only-node",
      comment: "The lab has no dependency but Node, so that it never shares code with the drivers it judges.",
      severity: "error",
      from: { path: "^lib/lab/", pathNot: tests },
      to: { dependencyTypes: ["npm", "npm-dev"] },
    },
    home("mssql", "^lib/collect/sqlserver/transport"),
    home("recharts", "^components/charts/"),
    home("@tanstack/react-query", "^components/live/"),
    home("@prisma/client", "^lib/history/"),
  ],
  options: {
    doNotFollow: { path: "node_modules" },
    exclude: { path: "(generated|\\.next)/" },
    tsConfig: { fileName: "tsconfig.json" },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: [".ts", ".tsx", ".mjs", ".js", ".json"],
      exportsFields: ["exports"],
      conditionNames: ["import", "node", "default"],
    },
  },
};
