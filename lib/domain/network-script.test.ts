// The scripts of the network test hold real names, quoted, and say what is not known or may have changed.
import { describe, expect, test } from "vitest";
import type { NetworkCheck } from "./assessment.ts";
import * as link from "./link-view.fixture.ts";
import type { NetworkPair } from "./network-pair.ts";
import { writeScripts } from "./network-script.ts";

const node = "DB44C.tr1207.northeurope1-a.worker.database.windows.net";
const dnsName = "mi-erp-weu.4c1e.database.windows.net";

function pair(changes: Partial<NetworkPair> = {}): NetworkPair {
  return {
    partnerName: "SQLHAM01",
    instanceName: "mi-erp-weu",
    partner: link.sqlInstance(),
    instance: link.sqlInstance({ fabric: link.reported({ dnsName, nodeName: node, hadrPort: 11_003 }) }),
    arm: link.armInstance(),
    endpointUrls: ["TCP://sqlham01.corp.example:5023", `tcp://${dnsName}:5022;Server=[mi-erp-weu]`],
    ...changes,
  };
}

const write = (of: NetworkPair, checks: NetworkCheck[] = []) => {
  const [toInstance, toPartner] = writeScripts(of, checks, link.now);
  if (!toInstance || !toPartner) throw new Error("there are two");
  return { toInstance, toPartner };
};
const titles = (script: { parts: { runOn: string; title: string }[] }) =>
  script.parts.map((part) => `${part.runOn}: ${part.title}`);
const testText = (script: { parts: { title: string; text: string }[] }) =>
  script.parts.find((part) => part.title === "Test")?.text ?? "";

describe("towards the managed instance", () => {
  test("host, node and HADR port are those of the fabric, each with who said it and when", () => {
    const { toInstance } = write(pair());
    expect(toInstance.parameters).toEqual([
      { name: "Host name", value: dnsName, vantage: "instance", at: link.ago(30), isStale: false, note: null },
      { name: "Node", value: node, vantage: "instance", at: link.ago(30), isStale: false, note: null },
      { name: "HADR port", value: "11003", vantage: "instance", at: link.ago(30), isStale: false, note: null },
    ]);
    expect(titles(toInstance)).toEqual(["SQLHAM01: Test", "SQLHAM01: Read the result again", "SQLHAM01: Clean up"]);
    const text = testText(toInstance);
    expect(text).toContain(`@host nvarchar(512) = N'${dnsName}';`);
    expect(text).toContain(`@node nvarchar(512) = N'${node}';`);
    expect(text).toContain("@hadrPort int = 11003;");
    expect(text).toContain("@job_name = N'TestMILinkConnection'");
  });

  test("what the fabric has not told is read first, and the script refuses to run without it", () => {
    const { toInstance } = write(pair({ instance: null }));
    expect(titles(toInstance)[0]).toBe("mi-erp-weu: Read node and port first");
    expect(toInstance.parameters.map(({ value, note }) => [value, note])).toEqual([
      [dnsName, null],
      [null, "mi-erp-weu has not told it: read it with the first script."],
      [null, "mi-erp-weu has not told it: read it with the first script."],
    ]);
    expect(toInstance.parameters[0]?.vantage).toBe("arm");
    expect(testText(toInstance)).toContain("@hadrPort int = NULL;");
    expect(testText(toInstance)).toContain("THROW 50000");
  });

  test("a node read half an hour ago is stale, and can be read again", () => {
    const fabric = { at: link.ago(1900), value: { dnsName, nodeName: node, hadrPort: 11_003 } };
    const { toInstance } = write(pair({ instance: link.sqlInstance({ fabric }) }));
    expect(toInstance.parameters.map((one) => one.isStale)).toEqual([false, true, true]);
    expect(toInstance.parameters[1]?.note).toBe("Read 31 min ago; after a failover since then it is another.");
    expect(titles(toInstance)[0]).toBe("mi-erp-weu: See whether the node moved");
  });

  test("another node than in the last test is told", () => {
    const moved = { isHadr: true, result: "moved", target: "db1.tr1207.worker.database.windows.net" } as NetworkCheck;
    expect(write(pair(), [moved]).toInstance.parameters[1]).toMatchObject({
      value: node,
      isStale: true,
      note: "Not the node of the last test, db1.tr1207.worker.database.windows.net.",
    });
  });

  test("on Linux there is no job, but commands of a shell", () => {
    const { toInstance } = write(pair({ partner: link.sqlInstance({ hostPlatform: "Linux" }) }));
    expect(titles(toInstance)).toEqual(["SQLHAM01: Test from a shell"]);
    expect(toInstance.parts[0]?.text).toContain(`nc -zv -w 20 '${node}' 11003`);
    expect(toInstance.notes[0]).toMatch(/Linux, where the Agent cannot run PowerShell/);
  });

  test("a stopped Agent and an unknown platform are told before", () => {
    const partner = link.sqlInstance({ hostPlatform: null, agentStatus: link.reported("Stopped") });
    expect(write(pair({ partner })).toInstance.notes.slice(0, 2)).toEqual([
      "Whether SQLHAM01 runs on Windows is not known; on Linux this job cannot run.",
      "SQL Server Agent of SQLHAM01 is Stopped: start it first.",
    ]);
  });
});

describe("towards the SQL Server", () => {
  test("host and port are those of the link's URL, not blindly 5022", () => {
    const { toPartner } = write(pair());
    expect(toPartner.parameters.map(({ value, vantage }) => [value, vantage])).toEqual([
      ["sqlham01.corp.example", "partner"],
      ["5023", "partner"],
    ]);
    expect(testText(toPartner)).toContain("@port int = 5023;");
    expect(titles(toPartner)).toEqual([
      "mi-erp-weu: Test",
      "mi-erp-weu: Read the result again",
      "mi-erp-weu: Clean up",
    ]);
  });

  test("without a link the host is to be filled in, and the port is the endpoint's", () => {
    const endpoint = { ...link.sqlInstance().endpoint, port: 5024 } as ReturnType<typeof link.sqlInstance>["endpoint"];
    const { toPartner } = write(pair({ endpointUrls: [], partner: link.sqlInstance({ endpoint }) }));
    expect(toPartner.parameters.map((one) => one.value)).toEqual([null, "5024"]);
    expect(testText(toPartner)).toContain("@host nvarchar(512) = N'';");
  });

  test("a test endpoint is made and dropped only where there is none", () => {
    const { toPartner } = write(pair({ partner: link.sqlInstance({ endpoint: null }) }));
    expect(titles(toPartner)).toEqual([
      "SQLHAM01: Make a test endpoint",
      "mi-erp-weu: Test",
      "mi-erp-weu: Read the result again",
      "mi-erp-weu: Clean up",
      "SQLHAM01: Drop the test endpoint",
    ]);
    expect(toPartner.parts[0]?.text).toContain("LISTENER_PORT = 5023");
  });

  test("an endpoint that is stopped is started instead: a server has one at most", () => {
    const endpoint = { ...link.sqlInstance().endpoint, name: "a]b", stateDesc: "STOPPED" };
    const { toPartner } = write(
      pair({ partner: link.sqlInstance({ endpoint: endpoint as ReturnType<typeof link.sqlInstance>["endpoint"] }) }),
    );
    expect(titles(toPartner)[0]).toBe("SQLHAM01: Start the endpoint");
    expect(toPartner.parts[0]?.text).toContain("ALTER ENDPOINT [a]]b] STATE = STARTED;");
  });
});

describe("hostile names", () => {
  const name = "x]; DROP TABLE y; --\n'; SHUTDOWN; --";
  const hostile = pair({
    partnerName: name,
    instanceName: name,
    instance: link.sqlInstance({
      fabric: link.reported({ dnsName: "O'Brien", nodeName: "a'; DROP --", hadrPort: 11_003 }),
    }),
  });

  test("stay in their comment and in their text", () => {
    for (const script of writeScripts(hostile, [], link.now)) {
      for (const { text } of script.parts) {
        const code = text.replace(/--.*$/gm, "").replace(/N?'(?:[^']|'')*'/g, "''");
        expect(code).not.toMatch(/SHUTDOWN|DROP TABLE|Brien/);
      }
    }
  });

  test("are quoted for T-SQL there, and for PowerShell once more by T-SQL itself", () => {
    const text = testText(write(hostile).toInstance);
    expect(text).toContain("@host nvarchar(512) = N'O''Brien';");
    expect(text).toContain("@node nvarchar(512) = N'a''; DROP --';");
    expect(text).toContain("N'Test-NetConnection ''' + REPLACE(@host, N'''', N'''''') + N''' -Port '");
  });

  test("are quoted for a shell", () => {
    const { toInstance } = write({ ...hostile, partner: link.sqlInstance({ hostPlatform: "Linux" }) });
    expect(toInstance.parts[0]?.text).toContain("'O'\\''Brien' 5022");
  });
});
