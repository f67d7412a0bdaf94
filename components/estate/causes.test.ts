import { describe, expect, it } from "vitest";
import { causesOf, splitAtName } from "./causes.ts";
import { aFinding, aLink } from "./link-rows.fixture.ts";

const silence = {
  key: "reach.partner",
  verdict: "unknown",
  reason: "SQLKAS01 does not answer.",
  causeKey: "sql:SQLKAS01",
} as const;

describe("what needs someone", () => {
  it("tells one cause once, with the number of its links and its earliest beginning", () => {
    const causeReason = "SQLKAS01 does not answer. {n} links cannot be judged.";
    const causes = causesOf([
      aLink({
        name: "mes-kassel",
        findings: [aFinding({ ...silence, causeReason, since: "2026-11-19T01:27:00.000Z" })],
      }),
      aLink({
        name: "mes-quality",
        findings: [aFinding({ ...silence, causeReason, since: "2026-11-19T01:25:00.000Z" })],
      }),
    ]);
    expect(causes).toHaveLength(1);
    expect(causes[0]).toMatchObject({
      reason: "SQLKAS01 does not answer. 2 links cannot be judged.",
      since: "2026-11-19T01:25:00.000Z",
      links: [{ name: "mes-kassel" }, { name: "mes-quality" }],
    });
  });

  it("keeps the link's own sentence when the cause befalls one link only", () => {
    const [cause] = causesOf([
      aLink({ name: "mes-kassel", findings: [aFinding({ ...silence, causeReason: "{n} links" })] }),
    ]);
    expect(cause?.reason).toBe("SQLKAS01 does not answer.");
  });

  it("counts a link once for a cause, however many of its findings share it", () => {
    const [cause] = causesOf([
      aLink({ name: "mes-kassel", findings: [aFinding(silence), aFinding({ ...silence, key: "clock.partner" })] }),
    ]);
    expect(cause?.links).toHaveLength(1);
  });

  it("goes by the worst link of a cause", () => {
    const shared = { causeKey: "certificate:SQLHAM01" };
    const [cause] = causesOf([
      aLink({ name: "a", findings: [aFinding({ ...shared, verdict: "attention", reason: "Expires in 9 days." })] }),
      aLink({ name: "b", findings: [aFinding({ ...shared, verdict: "problem", reason: "Expired." })] }),
    ]);
    expect(cause).toMatchObject({ verdict: "problem", reason: "Expired." });
  });

  it("stands worst first, and among equals the newest first", () => {
    const at = (minute: number) => `2026-11-19T02:${String(minute).padStart(2, "0")}:00.000Z`;
    const link = (name: string, verdict: "problem" | "unknown" | "attention", minute: number) =>
      aLink({ name, findings: [aFinding({ verdict, causeKey: name, since: at(minute) })] });
    const causes = causesOf([
      link("a", "attention", 30),
      link("b", "problem", 2),
      link("c", "unknown", 5),
      link("d", "problem", 9),
    ]);
    expect(causes.map((cause) => cause.key)).toEqual(["d", "b", "c", "a"]);
  });

  it("leaves out what is only on its way", () => {
    expect(causesOf([aLink({ name: "a", findings: [aFinding({ verdict: "progress" })] })])).toEqual([]);
  });
});

it("finds where a sentence names the link", () => {
  expect(splitAtName("wms is disconnected", "wms")).toEqual({ before: "", after: " is disconnected" });
  expect(splitAtName("SQLROT01 is silent", "wms")).toBeNull();
});
