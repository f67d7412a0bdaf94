import { describe, expect, it } from "vitest";
import { countVerdicts, estateHeadline, tabTitle } from "./headline.ts";

const none = { problem: 0, unknown: 0, attention: 0, progress: 0, ok: 0 };

describe("the estate in one sentence", () => {
  it.each([
    [
      { problem: 3, unknown: 3, attention: 7, progress: 4, ok: 7 },
      "3 links need someone now, 3 cannot be judged, 7 need a look today",
    ],
    [{ ...none, problem: 1, ok: 5 }, "1 link needs someone now"],
    [{ ...none, unknown: 1, attention: 1 }, "1 link cannot be judged, 1 needs a look today"],
    [{ ...none, attention: 2, progress: 9 }, "2 links need a look today"],
    [{ ...none, ok: 24 }, "All 24 links are as they should be"],
    [{ ...none, ok: 1 }, "The one link is as it should be"],
    [{ ...none, progress: 2 }, "2 links are on the way as expected"],
    [{ ...none, progress: 4, ok: 20 }, "Nothing needs anyone now: 20 as they should be, 4 on the way"],
    [none, "No link is known yet"],
  ])("%j says: %s", (counts, sentence) => {
    expect(estateHeadline(counts)).toBe(sentence);
  });

  it("never counts an unknown link among those that are as they should be", () => {
    expect(estateHeadline(countVerdicts([{ verdict: "ok" }, { verdict: "unknown" }]))).toBe("1 link cannot be judged");
  });

  it("puts what is open in front of the tab's title", () => {
    expect([tabTitle(8), tabTitle(0)]).toEqual(["(8) Estate · Linkspan", "Estate · Linkspan"]);
  });
});
