import { expect, test } from "vitest";
import type { Phase } from "../../lib/domain/assessment.ts";
import { connectionWords, spanForm } from "./span-form.ts";

type Role = "globalPrimary" | "forwarder" | null;
const drawn = (
  phase: Phase,
  partner: Role,
  instance: Role,
  splitBrain: "none" | "confirmed" = "none",
  silent: "partner" | null = null,
) =>
  spanForm({
    phase,
    splitBrain,
    findings: silent === null ? [] : [{ key: `reach.${silent}`, verdict: "unknown" }],
    partner: { role: partner && { value: partner } },
    instance: { role: instance && { value: instance } },
  } as unknown as Parameters<typeof spanForm>[0]);

test("the arrow goes the way of the log, whichever side leads", () => {
  expect(drawn("replicating", "globalPrimary", "forwarder").head).toBe("instance");
  expect(drawn("replicating-back", "forwarder", "globalPrimary").head).toBe("partner");
});

test("nothing flows where nobody or everybody leads", () => {
  expect(drawn("replicating", null, null).head).toBeNull();
  expect(drawn("replicating", "globalPrimary", "globalPrimary").head).toBeNull();
});

test("a broken link has its sign and no arrow", () => {
  expect(drawn("disconnected", "globalPrimary", "forwarder")).toEqual({
    tone: "problem",
    line: "solid",
    sign: "cross",
    head: null,
  });
  expect(drawn("suspended", "globalPrimary", "forwarder")).toMatchObject({
    tone: "attention",
    sign: "bars",
    head: null,
  });
});

test("with a side silent what flowed is dotted, and what is broken stays broken", () => {
  expect(drawn("replicating", "globalPrimary", "forwarder", "none", "partner")).toMatchObject({
    tone: "unknown",
    line: "dotted",
    head: "instance",
  });
  expect(drawn("disconnected", "globalPrimary", "forwarder", "none", "partner").tone).toBe("problem");
});

test("split brain is drawn whatever phase the link was in", () => {
  expect(drawn("replicating", "globalPrimary", "globalPrimary", "confirmed")).toMatchObject({
    tone: "problem",
    sign: "walls",
  });
});

test("what all voices say of the connection is one phrase", () => {
  const said = (partner: boolean | null, instance: boolean | null, arm: boolean | null) =>
    connectionWords([
      { voice: "SQL Server", connected: partner },
      { voice: "managed instance", connected: instance },
      { voice: "ARM", connected: arm },
    ]);
  expect(said(true, true, true)).toEqual({ word: "CONNECTED", who: "both sides and ARM say so" });
  expect(said(false, null, null)).toEqual({ word: "DISCONNECTED", who: "SQL Server says so" });
  expect(said(true, false, null)).toEqual({
    word: "They disagree",
    who: "SQL Server says CONNECTED, managed instance says DISCONNECTED",
  });
  expect(said(null, null, null).word).toBe("not known");
});
