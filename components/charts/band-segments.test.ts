import { expect, test } from "vitest";
import { type BandSegment, placeSegments } from "./band-segments.ts";

const segment = (
  from: string,
  to: string,
  value: string | null,
  verdict: BandSegment["verdict"] = "ok",
): BandSegment => ({
  from: `2026-11-19T${from}:00Z`,
  to: `2026-11-19T${to}:00Z`,
  value,
  verdict,
  reason: "",
});
const from = Date.parse("2026-11-19T00:00:00Z");
const to = Date.parse("2026-11-19T10:00:00Z");

test("segments are cut to the window and placed in percent", () => {
  const window = placeSegments([{ ...segment("00:00", "01:00", "HEALTHY"), from: "2026-11-18T20:00:00Z" }], from, to);
  expect(window).toMatchObject([{ left: 0, width: 10, look: "verdict" }]);
});

test("what is not known is hatched whatever its verdict, and suspended is striped", () => {
  const looks = placeSegments(
    [
      segment("00:00", "01:00", null),
      segment("01:00", "02:00", "suspended", "attention"),
      segment("02:00", "03:00", "unknown", "unknown"),
    ],
    from,
    to,
  ).map((placed) => placed.look);
  expect(looks).toEqual(["unknown", "suspended", "unknown"]);
});

test("equal neighbours become one segment, with room for one word", () => {
  const placed = placeSegments([segment("00:00", "01:00", "HEALTHY"), segment("01:00", "03:00", "HEALTHY")], from, to);
  expect(placed).toHaveLength(1);
  expect(placed[0]).toMatchObject({ left: 0, width: 30 });
});

test("time outside every segment stays blank", () => {
  const placed = placeSegments([segment("05:00", "06:00", "HEALTHY")], from, to);
  expect(placed).toMatchObject([{ left: 50, width: 10 }]);
});
