import { describe, expect, it } from "vitest";
import { groupLinks } from "./arrange.ts";
import { aLink } from "./link-rows.fixture.ts";
import { rowsInWindow } from "./row-window.ts";
import { rowsOfGroups, toggleFold } from "./table-rows.ts";

const groups = groupLinks(
  [
    aLink({ name: "bad", partnerName: "SQLBER01", verdict: "problem" }),
    aLink({ name: "good", partnerName: "SQLROT01" }),
  ],
  "sqlserver",
  [],
);
const open = { folded: [], unfolded: [] };
const ids = (view: { folded: string[]; unfolded: string[] }, isNarrow: boolean) =>
  rowsOfGroups(groups, view, isNarrow).map((row) => row.id);

describe("folding", () => {
  it("shows every group on a wide page", () => {
    expect(ids(open, false)).toEqual(["group SQLBER01", "id-bad", "group SQLROT01", "id-good"]);
  });
  it("folds groups without a problem on a phone until someone unfolds them", () => {
    expect(ids(open, true)).toEqual(["group SQLBER01", "id-bad", "group SQLROT01"]);
    expect(toggleFold(groups[1]!, open, true)).toEqual({ folded: null, unfolded: ["SQLROT01"] });
    expect(ids({ folded: [], unfolded: ["SQLROT01"] }, true)).toContain("id-good");
  });
  it("takes a fold back, and leaves the address clean", () => {
    expect(toggleFold(groups[0]!, open, false)).toEqual({ folded: ["SQLBER01"], unfolded: null });
    expect(toggleFold(groups[0]!, { folded: ["SQLBER01"], unfolded: [] }, false)).toEqual({
      folded: null,
      unfolded: null,
    });
  });
});

describe("the rows near the window", () => {
  const isGroup = (index: number) => index % 10 === 0;
  it("include the head of the group they belong to", () => {
    expect(rowsInWindow({ startIndex: 17, endIndex: 19, overscan: 1, count: 100 }, isGroup)).toEqual([
      10, 16, 17, 18, 19, 20,
    ]);
  });
  it("never repeat a head that is near anyway, nor leave the table", () => {
    expect(rowsInWindow({ startIndex: 1, endIndex: 2, overscan: 5, count: 4 }, isGroup)).toEqual([0, 1, 2, 3]);
  });
});
