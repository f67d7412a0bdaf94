import { expect, test } from "vitest";
import { decodeFailure } from "./seeding-failure.ts";

test.each([
  [121, "source", 21, "the other side did not answer the first check in time"],
  [221, "target", 21, "the other side did not answer the first check in time"],
  [223, "target", 23, "a database of that name is there already"],
  [106, "source", 6, "the connection between the sides broke"],
  [21, null, 21, "the other side did not answer the first check in time"],
  [199, "source", 99, null],
  [0, null, 0, "something inside the engine went wrong"],
])("failure_state %d: on the %s, code %d", (failureState, where, code, means) => {
  expect(decodeFailure({ failureState })).toMatchObject({ where, code, means });
});

test("no failure_state, nothing to decode", () => {
  expect(decodeFailure({ failureState: null })).toBeNull();
});
