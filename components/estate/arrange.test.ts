import { describe, expect, it } from "vitest";
import { filterLinks, groupLinks, keepPlaces, sortLinks } from "./arrange.ts";
import { aLink, noNumbers, said } from "./link-rows.fixture.ts";

const anything = { q: "", verdict: null, phase: null, instance: null };
const names = (links: readonly { name: string }[]) => links.map((link) => link.name);

describe("filtering", () => {
  const links = [
    aLink({ name: "wms-rotterdam", databases: ["WMS_Rotterdam"], verdict: "problem", phase: "disconnected" }),
    aLink({ name: "crm-sales", databases: ["CRM_Sales"], partnerName: "SQLBER01", instanceName: "mi-crm-weu" }),
  ];
  it.each([
    ["a link's name", { q: "rotter" }, ["wms-rotterdam"]],
    ["a database, in any case", { q: "crm_SALES" }, ["crm-sales"]],
    ["a server", { q: "sqlber" }, ["crm-sales"]],
    ["several words, each somewhere", { q: "crm ber" }, ["crm-sales"]],
    ["words of which one is nowhere", { q: "crm kassel" }, []],
    ["a verdict", { verdict: "problem" as const }, ["wms-rotterdam"]],
    ["a phase", { phase: "replicating" as const }, ["crm-sales"]],
    ["a managed instance", { instance: "mi-crm-weu" }, ["crm-sales"]],
    ["nothing", {}, ["wms-rotterdam", "crm-sales"]],
  ])("by %s", (_, filters, expected) => {
    expect(names(filterLinks(links, { ...anything, ...filters }))).toEqual(expected);
  });
});

describe("sorting", () => {
  it("puts the worst first, unknown before attention, and equal ones by name with numbers in order", () => {
    const links = [
      aLink({ name: "link-10", verdict: "ok" }),
      aLink({ name: "b", verdict: "attention" }),
      aLink({ name: "link-9", verdict: "ok" }),
      aLink({ name: "a", verdict: "unknown" }),
      aLink({ name: "z", verdict: "problem" }),
    ];
    expect(names(sortLinks(links, "worst"))).toEqual(["z", "a", "b", "link-9", "link-10"]);
  });

  it("puts the group with more problems first, and its rows with it", () => {
    const links = [
      aLink({ name: "a", partnerName: "SQLBER01", verdict: "problem" }),
      aLink({ name: "b", partnerName: "SQLROT01", verdict: "problem" }),
      aLink({ name: "c", partnerName: "SQLROT01", verdict: "problem" }),
      aLink({ name: "d", partnerName: "SQLBER01", verdict: "attention" }),
    ];
    expect(names(sortLinks(links, "worst", "sqlserver"))).toEqual(["b", "c", "a", "d"]);
    expect(names(sortLinks(links, "worst"))).toEqual(["a", "b", "c", "d"]);
    expect(names(sortLinks(links, "name", "sqlserver"))).toEqual(["a", "b", "c", "d"]);
  });

  it("puts what is not known last, whichever way it sorts", () => {
    const lag = (seconds: number | null) => ({ ...noNumbers, redoLagSeconds: seconds === null ? null : said(seconds) });
    const links = [
      aLink({ name: "unknown", numbers: lag(null), certificateDays: null }),
      aLink({ name: "zero", numbers: lag(0), certificateDays: 9 }),
      aLink({ name: "long", numbers: lag(900), certificateDays: 300 }),
    ];
    expect(names(sortLinks(links, "lag"))).toEqual(["long", "zero", "unknown"]);
    expect(names(sortLinks(links, "certificate"))).toEqual(["zero", "long", "unknown"]);
  });
});

describe("grouping", () => {
  it("orders groups by their first row and tallies each", () => {
    const groups = groupLinks(
      [
        aLink({ name: "a", partnerName: "SQLBER01", verdict: "problem" }),
        aLink({ name: "b", partnerName: "SQLROT01" }),
        aLink({ name: "c", partnerName: "SQLBER01" }),
        aLink({ name: "d", partnerName: null }),
      ],
      "sqlserver",
      [],
    );
    expect(groups.map(({ name, links }) => [name, names(links)])).toEqual([
      ["SQLBER01", ["a", "c"]],
      ["SQLROT01", ["b"]],
      [null, ["d"]],
    ]);
    expect(groups[0]?.counts).toMatchObject({ problem: 1, ok: 1 });
  });
});

describe("rows under the pointer", () => {
  it("keep their places, and the ones that would move are counted", () => {
    expect(keepPlaces(["a", "b", "c"], ["c", "a", "b"])).toEqual({ order: ["a", "b", "c"], moved: 1 });
  });
  it("are not counted as moved when only neighbours come or go", () => {
    expect(keepPlaces(["a", "b", "c"], ["new", "a", "c"])).toEqual({ order: ["a", "c", "new"], moved: 0 });
  });
});
