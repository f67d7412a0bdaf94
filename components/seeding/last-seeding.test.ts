import { expect, test } from "vitest";
import { isNews } from "./last-seeding.tsx";

test.each([
  ["2026-10-20T08:00:00.000Z", true],
  ["2026-10-20T07:59:59.000Z", false],
])("a seeding that was over at %s is news for 30 days: %s", (finishedAt, news) => {
  const last = { finishedAt } as Parameters<typeof isNews>[0];
  expect(isNews(last, "2026-11-19T08:00:00.000Z")).toBe(news);
});
