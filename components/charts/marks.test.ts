import { expect, test } from "vitest";
import { letterEvents, spreadMarks } from "./marks.ts";

const event = (at: string, verdict: "problem" | "attention" | "ok", text: string) => ({
  at,
  verdict,
  subject: "verdict",
  text,
});

test("events are lettered in order of time", () => {
  const marks = letterEvents([
    event("2026-11-19T02:00:00Z", "ok", "late"),
    event("2026-11-19T01:00:00Z", "ok", "early"),
  ]);
  expect(marks.map((mark) => [mark.letter, mark.text])).toEqual([
    ["A", "early"],
    ["B", "late"],
  ]);
});

test("of more events than there is room for, the worst and the newest keep a letter", () => {
  const marks = letterEvents(
    [
      event("2026-11-19T01:00:00Z", "problem", "stopped"),
      event("2026-11-19T02:00:00Z", "ok", "old"),
      event("2026-11-19T03:00:00Z", "ok", "new"),
    ],
    0,
    2,
  );
  expect(marks.map((mark) => mark.text)).toEqual(["stopped", "new"]);
});

test("events close together share one letter, which names the worst", () => {
  const marks = letterEvents(
    [
      event("2026-11-19T01:00:00Z", "ok", "first word"),
      event("2026-11-19T01:00:30Z", "problem", "stopped"),
      event("2026-11-19T01:05:00Z", "ok", "moves again"),
    ],
    60_000,
  );
  expect(marks.map((mark) => [mark.letter, mark.text])).toEqual([
    ["A", "stopped"],
    ["B", "moves again"],
  ]);
});

test("of equally bad events of one moment the letter names what happened, not what follows from it", () => {
  const at = "2026-11-19T01:00:00Z";
  const marks = letterEvents(
    [
      { at, verdict: "unknown", subject: "mode.partner", text: "Replication mode is not known." },
      { at, verdict: "unknown", subject: "reach.partner", text: "SQLKAS01 does not answer." },
      { at, verdict: "unknown", subject: "phase", text: "orders: not known." },
    ],
    60_000,
  );
  expect(marks.map((mark) => mark.text)).toEqual(["SQLKAS01 does not answer."]);
});

test("circles keep their place where they do not touch", () => {
  expect(spreadMarks([50, 100, 200], 10, 300)).toEqual([50, 100, 200]);
});

test("circles that would touch are moved apart and stay inside the plot", () => {
  expect(spreadMarks([100, 101, 102], 10, 300)).toEqual([100, 117, 134]);
  expect(spreadMarks([298, 299, 300], 10, 300)).toEqual([266, 283, 300]);
});
