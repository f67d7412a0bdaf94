import { describe, expect, it } from "vitest";
import { sparkShape } from "./spark.tsx";

describe("the small line of a table row", () => {
  it("runs from the left edge to the right and ends in a dot", () => {
    expect(sparkShape([0, 5, 10])).toEqual({ path: "M0 14L48 8L96 2", gaps: [], last: { x: 96, y: 2 } });
  });
  it("breaks at a gap and hatches it instead of drawing across", () => {
    const { path, gaps } = sparkShape([10, null, 10]);
    expect(path).toBe("M0 2M96 2");
    expect(gaps).toEqual([{ from: 0, width: 96 }]);
  });
  it("hatches to the right edge when the newest is not known, and then has no dot", () => {
    expect(sparkShape([10, 10, null])).toMatchObject({ gaps: [{ from: 48, width: 48 }], last: null });
  });
  it("leaves the time before the first measurement blank", () => {
    expect(sparkShape([null, null, 3]).gaps).toEqual([]);
  });
  it("draws a measured 0 at the bottom, and nothing at all when nothing is known", () => {
    expect(sparkShape([0, 0]).path).toBe("M0 14L96 14");
    expect(sparkShape([null, null])).toEqual({ path: "", gaps: [], last: null });
  });
});
