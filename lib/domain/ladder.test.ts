import { expect, test } from "vitest";
import { assess } from "./assess.ts";
import { defaultLimits } from "./limits.ts";
import * as link from "./link-view.fixture.ts";
import { parseLsn } from "./lsn.ts";
import type { SqlDatabaseFacts } from "./sample.ts";

function ladder(sent: Partial<SqlDatabaseFacts>, own: Partial<SqlDatabaseFacts>) {
  const partner = link.partnerFacts();
  const instance = link.instanceFacts();
  partner.databases[1] = { ...partner.databases[1]!, ...sent };
  instance.databases[0] = { ...instance.databases[0]!, ...own };
  const view = link.linkView({
    partner: link.voice(link.partnerSource, partner),
    instance: link.voice(link.instanceSource, instance),
  });
  return new Map(assess(view, null, defaultLimits, link.now).ladder.map((rung) => [rung.rung, rung]));
}

test.each([
  ["71000009408000001", "equal to sent"],
  ["71000009407900001", "behind sent"],
  ["71000009408100001", "past sent, read later"],
] as const)("received %s against the sent 71000009408000001 is %s", (received, words) => {
  expect(ladder({}, { lastReceivedLsn: parseLsn(received) }).get("lastReceivedLsn")?.compared).toBe(words);
});

test("two blocks that a double cannot tell apart are not equal", () => {
  const rung = ladder(
    { lastSentLsn: parseLsn("1234567000009408000001") },
    { lastReceivedLsn: parseLsn("1234567000009407900001") },
  ).get("lastReceivedLsn");
  expect(Number("1234567000009408000001")).toBe(Number("1234567000009407900001"));
  expect(rung?.compared).toBe("behind sent");
});

test("redone is a real LSN and hardened a padded one: only the queue says whether redo is through", () => {
  const same = parseLsn("71000009407900001");
  expect(ladder({}, { lastRedoneLsn: same, redoQueueKb: 12 }).get("lastRedoneLsn")?.compared).toBe("behind hardened");
  expect(ladder({}, { redoQueueKb: 0 }).get("lastRedoneLsn")?.compared).toBe("all that is hardened is redone");
  expect(ladder({ redoQueueKb: null }, { redoQueueKb: null }).get("lastRedoneLsn")?.compared).toBeNull();
});

test("an LSN that a side never tells is normal and says why", () => {
  const rungs = ladder({}, {});
  expect(rungs.get("lastSentLsn")?.instance).toEqual({ lsn: null, at: null, why: "primary only" });
  expect(rungs.get("lastReceivedLsn")?.partner).toEqual({ lsn: null, at: null, why: "secondary only" });
  expect(rungs.get("lastHardenedLsn")?.partner.why).toBe("NULL on an asynchronous primary");
  expect(rungs.get("lastRedoneLsn")?.arm.why).toBe("not reported");
});
