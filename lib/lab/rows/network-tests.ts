// Rows of msdb's Agent tables: the network test somebody ran as a job, and what of it was left behind.
import { guid } from "../dice.ts";
import { fullyQualifiedName } from "../scenario.ts";
import type { Row } from "../sql/catalog.ts";
import { fabricAddress, fabricHadrPort } from "./fabric.ts";
import { isLeftOver, type View } from "./view.ts";

interface TestedStep {
  name: string;
  command: string;
  /** As the Agent keeps it in the history. */
  output: string;
}

interface NetworkTest {
  job: "TestMILinkConnection" | "NetHelper";
  description: string;
  createdAt: number;
  /** Null: the job is there, but was never run. */
  ranAt: number | null;
  steps: TestedStep[];
}

const tookSeconds = 23;

/** The test of this server's side: from a SQL Server over PowerShell, which its Agent has on Windows only; from an instance by NetHelper. */
function networkTest(view: View): NetworkTest | null {
  const { spec, settings, world } = view;
  const link = view.links[0]?.link;
  const job = spec.kind === "sqlserver" ? "TestMILinkConnection" : "NetHelper";
  const ranAt = settings.networkCheck ? world.settingSince(spec.name, "networkCheck") : null;
  const leftAt = isLeftOver(view, job) ? world.settingSince(spec.name, "leftovers") : null;
  const createdAt = ranAt ?? leftAt;
  if (!link || createdAt === null || (spec.kind === "sqlserver" && spec.hostPlatform === "Linux")) return null;
  const result = settings.networkCheck ?? { port5022: false, hadrPort: false, remoteAddress: "" };
  const common = { createdAt: createdAt - 60_000, ranAt };
  if (spec.kind === "instance") {
    const partner = world.server(link.partner);
    const port = partner.kind === "sqlserver" ? partner.endpointPort : 5022;
    return {
      ...common,
      job: "NetHelper",
      description: "Test SQL Managed Instance to SQL Server network connectivity on port 5022.",
      steps: [
        {
          name: "TNC network probe from SQL MI to SQL Server",
          command: `tnc ${result.remoteAddress} -port ${port} -InformationLevel Quiet`,
          output: quietAnswer(result.remoteAddress, port, result.port5022),
        },
      ],
    };
  }
  const instance = world.server(link.instance);
  const step = (name: string, host: string, port: number, isOpen: boolean): TestedStep => ({
    name,
    command: `tnc ${host} -port ${port} | select ComputerName, RemoteAddress, TcpTestSucceeded | Format-List`,
    output: listedAnswer(host, result.remoteAddress, port, isOpen),
  });
  return {
    ...common,
    job: "TestMILinkConnection",
    description: "No description available.",
    steps: [
      step("Test Port 5022", fullyQualifiedName(instance), 5022, result.port5022),
      step("Test HADR Port", fabricAddress(world, instance, createdAt), fabricHadrPort, result.hadrPort),
    ],
  };
}

function listedAnswer(host: string, address: string, port: number, isOpen: boolean): string {
  const warning = isOpen ? "" : `WARNING: TCP connect to (${address} : ${port}) failed  `;
  return `${warning}ComputerName     : ${host}  RemoteAddress    : ${address}  TcpTestSucceeded : ${isOpen ? "True" : "False"}`;
}

function quietAnswer(address: string, port: number, isOpen: boolean): string {
  return isOpen ? "True" : `WARNING: TCP connect to (${address} : ${port}) failed\r\nFalse`;
}

const ids = ({ world, spec }: View) => ({
  job: guid(world.scenario.seed, spec.name, "job"),
  step: (index: number) => guid(world.scenario.seed, spec.name, "job-step", index),
});

export function jobs(view: View): Row[] {
  const test = networkTest(view);
  if (!test) return [];
  return [
    {
      job_id: ids(view).job,
      originating_server_id: 0,
      name: test.job,
      enabled: 1,
      description: test.description,
      start_step_id: 1,
      category_id: 0,
      date_created: view.local(test.createdAt),
      date_modified: view.local(test.createdAt),
      version_number: 3,
    },
  ];
}

export function jobSteps(view: View): Row[] {
  const test = networkTest(view);
  if (!test) return [];
  const run = runColumns(view, test);
  return test.steps.map((step, index) => ({
    job_id: ids(view).job,
    step_id: index + 1,
    step_name: step.name,
    subsystem: "PowerShell",
    command: step.command,
    // NetHelper writes its output to sysjobstepslogs (8) and to the history (32).
    flags: test.job === "NetHelper" ? 40 : 0,
    on_success_action: index + 1 < test.steps.length ? 3 : 1,
    on_fail_action: index + 1 < test.steps.length ? 3 : 2,
    database_name: "master",
    last_run_outcome: run ? 1 : 5,
    last_run_duration: run?.run_duration ?? 0,
    last_run_date: run?.run_date ?? 0,
    last_run_time: run?.run_time ?? 0,
    step_uid: ids(view).step(index),
  }));
}

/** The steps succeed even where the port is closed; the truth stands in the message only. */
export function jobHistory(view: View): Row[] {
  const test = networkTest(view);
  const run = test && runColumns(view, test);
  if (!test || !run) return [];
  const common: Row = {
    job_id: ids(view).job,
    sql_message_id: 0,
    sql_severity: 0,
    run_status: 1,
    ...run,
    retries_attempted: 0,
    server: view.spec.kind === "sqlserver" ? view.spec.name : fullyQualifiedName(view.spec),
  };
  const user = view.side === "partner" ? "CORP\\svc-sqlagent" : "NT SERVICE\\SQLSERVERAGENT";
  const steps = test.steps.map((step, index) => ({
    ...common,
    instance_id: index + 1,
    step_id: index + 1,
    step_name: step.name,
    message: `Executed as user: ${user}. ${step.output.replaceAll("\r\n", "  ")}.  Process Exit Code 0.  The step succeeded.`,
  }));
  const last = test.steps.at(-1)?.name ?? "";
  return [
    ...steps,
    {
      ...common,
      instance_id: steps.length + 1,
      step_id: 0,
      step_name: "(Job outcome)",
      message: `The job succeeded.  The Job was invoked by User CORP\\mokafor.  The last step to run was step ${steps.length} (${last}).`,
    },
  ];
}

export function jobActivity(view: View): Row[] {
  const test = networkTest(view);
  if (!test || test.ranAt === null) return [];
  const [startedAt, endedAt] = [view.local(test.ranAt), view.local(test.ranAt + tookSeconds * 1000)];
  return [
    {
      session_id: 12,
      job_id: ids(view).job,
      run_requested_date: startedAt,
      run_requested_source: "4",
      start_execution_date: startedAt,
      last_executed_step_id: test.steps.length,
      last_executed_step_date: startedAt,
      stop_execution_date: endedAt,
      job_history_id: test.steps.length + 1,
    },
  ];
}

/** Only NetHelper keeps its output here, under the Agent's own heading. */
export function jobStepLogs(view: View): Row[] {
  const test = networkTest(view);
  if (test?.job !== "NetHelper" || test.ranAt === null) return [];
  const ranAt = view.local(test.ranAt);
  const began = new Date(ranAt).toISOString().slice(0, 19).replace("T", " ");
  return test.steps.map((step, index) => {
    const log = `Job '${test.job}' : Step ${index + 1}, '${step.name}' : Began Executing ${began}\r\n\r\n${step.output}\r\n`;
    return {
      log_id: index + 1,
      log,
      date_created: ranAt,
      date_modified: ranAt,
      log_size: log.length,
      step_uid: ids(view).step(index),
    };
  });
}

/** When it ran as msdb writes it: numbers YYYYMMDD, HHMMSS and, for how long, HHMMSS. */
function runColumns(view: View, { ranAt }: NetworkTest) {
  if (ranAt === null) return null;
  const at = new Date(view.local(ranAt)).toISOString();
  return {
    run_date: Number(at.slice(0, 10).replaceAll("-", "")),
    run_time: Number(at.slice(11, 19).replaceAll(":", "")),
    run_duration: tookSeconds,
  };
}

/** The procedure that runs NetHelper, where it was made: master of a managed instance. */
export function testProcedures(view: View): Row[] {
  if (view.spec.kind !== "instance" || !isLeftOver(view, "ExecuteNetHelper")) return [];
  const createdAt = view.local(view.world.settingSince(view.spec.name, "leftovers") ?? view.at);
  return [
    {
      name: "ExecuteNetHelper",
      object_id: 1_205_579_333,
      schema_id: 1,
      parent_object_id: 0,
      type: "P ",
      type_desc: "SQL_STORED_PROCEDURE",
      create_date: createdAt,
      modify_date: createdAt,
      is_ms_shipped: false,
      is_published: false,
      is_schema_published: false,
    },
  ];
}
