import { expect, test } from "vitest";
import { reviveDates } from "./revive.ts";

test("times under keys of times are dates again, alone and in lists; names that look like times stay names", () => {
  const text = "2026-11-19T03:12:40.000Z";
  const at = new Date(text);
  expect(
    reviveDates(
      JSON.parse(
        JSON.stringify({ at, since: null, name: text, logBackupsAt: [at, null], list: [{ endedAt: at }, [text]] }),
      ),
    ),
  ).toEqual({ at, since: null, name: text, logBackupsAt: [at, null], list: [{ endedAt: at }, [text]] });
});
