import { expect, test } from "vitest";
import type { Verdict } from "../../lib/domain/verdict.ts";
import { serverName, stepsText, synapseAnchor, synapseHeadline } from "./synapse-words.ts";

const cases: [verdicts: Verdict[], words: string][] = [
  [[], "No Synapse Link is known yet"],
  [["ok"], "The one Synapse Link is as it should be"],
  [["ok", "progress"], "All 2 Synapse Links are as they should be"],
  [["problem", "ok"], "1 Synapse Link needs someone now"],
  [
    ["problem", "problem", "unknown", "attention"],
    "2 Synapse Links need someone now, 1 cannot be judged, 1 needs a look today",
  ],
];
test.each(cases)("%j", (verdicts, words) => {
  expect(synapseHeadline(verdicts)).toBe(words);
});

test("an anchor holds whatever names hold", () => {
  expect(synapseAnchor("syn-dwh/shop to <dwh>")).toBe("synapse-syn-dwh-shop-to-dwh-");
});

test("a server is told by its name", () => {
  expect(serverName("/subscriptions/s/resourceGroups/g/providers/Microsoft.Sql/servers/sql-shop-neu")).toBe(
    "sql-shop-neu",
  );
});

test("steps as text are numbered, with what has to be typed under each", () => {
  const steps = [
    { key: "stop" as const, text: "Stop it", values: [], isDone: true },
    { key: "identity" as const, text: "Type the ID", values: [{ name: "ID", value: "abc" }], isDone: false },
  ];
  expect(stepsText("shop-to-dwh", steps)).toBe("Bring shop-to-dwh back\n1. Stop it (done)\n2. Type the ID\n   ID: abc");
});
