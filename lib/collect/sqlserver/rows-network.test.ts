import { expect, test } from "vitest";
import { checkOfOutput, checkOfRun, mergeChecks } from "./rows-network.ts";
import { instantOf } from "./rows-read.ts";

const instant = instantOf(120);
const run = {
  job_name: "TestMILinkConnection",
  step_name: "Test Port 5022",
  run_status: 1,
  run_date: 20261121,
  run_time: 93005,
  command:
    "tnc mi-erp.abc.database.windows.net -port 5022 | select ComputerName, RemoteAddress, TcpTestSucceeded | Format-List",
  output:
    "Executed as user: CORP\\agent. ComputerName     : mi-erp.abc.database.windows.net  RemoteAddress    : 10.48.2.14  TcpTestSucceeded : True.  Process Exit Code 0.  The step succeeded.",
};
const netHelper = {
  ...run,
  job_name: "NetHelper",
  step_name: "TNC network probe from SQL MI to SQL Server",
  command: "tnc 10.1.1.7 -port 5022 -InformationLevel Quiet",
  output: "Executed as user: NT SERVICE\\SQLAgent.",
};
const output = {
  job_name: netHelper.job_name,
  step_name: netHelper.step_name,
  date_modified: new Date("2026-11-21T09:30:20Z"),
  command: netHelper.command,
  output: "True\r\n",
};

test("a step of a job is read: when in UTC, whither, the address, and whether the port is open", () => {
  expect(checkOfRun(run, instant)).toEqual({
    job: "TestMILinkConnection",
    step: "Test Port 5022",
    ranAt: new Date("2026-11-21T07:30:05Z"),
    target: "mi-erp.abc.database.windows.net",
    port: 5022,
    remoteAddress: "10.48.2.14",
    isOpen: true,
    output: run.output,
  });
});

test.each([
  ["a closed port, though the step succeeded", { output: run.output.replace("True", "False") }, { isOpen: false }],
  ["a job that still runs", { run_status: 4 }, { isOpen: null }],
  ["a text cut off before the result", { output: run.output.slice(0, 120) }, { isOpen: null }],
  ["no text at all", { output: null }, { isOpen: null, remoteAddress: null, port: 5022 }],
  ["midnight", { run_time: 5 }, { ranAt: new Date("2026-11-20T22:00:05Z") }],
  [
    "a name that was not resolved",
    { output: "ComputerName     : nowhere  RemoteAddress    :   TcpTestSucceeded : False" },
    { isOpen: false, remoteAddress: null },
  ],
  [
    "lines of Format-List",
    { output: "ComputerName     : x\r\nRemoteAddress    : fe80::1:2\r\nTcpTestSucceeded : True\r\n" },
    { isOpen: true, remoteAddress: "fe80::1:2" },
  ],
  ["an address that ends a sentence", { output: "RemoteAddress : 10.0.0.4. x" }, { remoteAddress: "10.0.0.4" }],
  ["a command nobody can read", { command: null }, { target: "mi-erp.abc.database.windows.net", port: null }],
  [
    "the cmdlet in full",
    { command: "Test-NetConnection -ComputerName DB1.tr2.net -Port 11002" },
    { target: "DB1.tr2.net", port: 11002 },
  ],
  ["a word True in another job", { output: "True" }, { isOpen: null }],
])("%s", (_, change, expected) => {
  expect(checkOfRun({ ...run, ...change }, instant)).toMatchObject(expected);
});

test.each([
  ["True", true],
  ["False", false],
  ["WARNING: TCP connect to (10.1.1.7 : 5022) failed\r\nFalse\r\n", false],
  ["", null],
])("NetHelper wrote %j", (text, isOpen) => {
  expect(checkOfOutput({ ...output, output: text }, instant)).toMatchObject({
    isOpen,
    ranAt: new Date("2026-11-21T07:30:20Z"),
    target: "10.1.1.7",
    port: 5022,
  });
});

test("the output of a job that never ran tells nothing", () => {
  expect(checkOfOutput({ ...output, date_modified: null }, instant)).toBeNull();
});

test("an output completes the newest run of its step, and stands alone where the history was purged", () => {
  const written = checkOfOutput(output, instant)!;
  const newer = checkOfRun(netHelper, instant);
  const older = checkOfRun({ ...netHelper, run_date: 20261120 }, instant);
  expect(mergeChecks([older, newer], [written]).map(({ ranAt, isOpen }) => [ranAt, isOpen])).toEqual([
    [newer.ranAt, true],
    [older.ranAt, null],
  ]);
  expect(mergeChecks([], [written])).toEqual([written]);
});

test("an output older than the newest run says nothing of it", () => {
  const written = checkOfOutput({ ...output, date_modified: new Date("2026-11-20T09:00:00Z") }, instant)!;
  expect(mergeChecks([checkOfRun(netHelper, instant)], [written])).toMatchObject([{ isOpen: null }]);
});
