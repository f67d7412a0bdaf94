// The lab's handle: what it is telling now, and faults, events, clock and certificates set from outside while it runs.
import type { Fault } from "./faults.ts";
import { type HttpAnswer, type HttpFace, type HttpRequest, listenHttp } from "./http-face.ts";
import type { StoryName, StoryParameters } from "./scenario.ts";
import type { SettingChange } from "./settings.ts";
import { stories } from "./stories.ts";
import type { SynapseDoing } from "./synapse-spec.ts";

/** What the control interface can do to a lab; tests in the same process call it directly. */
export interface LabHandle {
  state(): unknown;
  /** Replaces the fault of one face ("SQLHAM01", "mi-erp-weu", "arm", "arm:mi-erp-weu"). `drop`: also ends its open connections. */
  setFault(face: string, fault: Fault, drop?: boolean): void;
  /** Without a face: all. Also lifts what the scenario planned for it. */
  clearFaults(face?: string): void;
  /** From now on the link plays this story. Throws for a link or story that does not exist. */
  tell(link: string, story: StoryName, parameters?: StoryParameters): void;
  /** The lab's clock against the real one. */
  setClock(offsetSeconds: number): void;
  /** A new endpoint certificate on a server, from now on. */
  setCertificate(server: string, expiresInDays: number, name?: string): void;
  /** From now on these fields are so. `of`: a server's or instance's name, or "link:" and a link's name. Throws for what does not exist. */
  set(of: string, changes: SettingChange["changes"]): void;
  /** A failover of a group (there, and the next time back), or something done to a Synapse Link. Throws for one that does not exist. */
  tellSynapse(doing: SynapseDoing): void;
}

export function listenControl(options: { host: string; port: number; lab: LabHandle }): Promise<HttpFace> {
  return listenHttp({ ...options, handle: (request) => handle(request, options.lab) });
}

function handle({ method, url, body }: HttpRequest, lab: LabHandle): HttpAnswer {
  const sent = (body ? JSON.parse(body) : {}) as Record<string, unknown>;
  switch (`${method} ${url.pathname}`) {
    case "GET /state":
      break;
    case "POST /faults":
      lab.setFault(text(sent, "face"), (sent.fault ?? {}) as Fault, sent.drop === true);
      break;
    case "DELETE /faults":
      lab.clearFaults(url.searchParams.get("face") ?? undefined);
      break;
    case "POST /events": {
      const story = text(sent, "story");
      if (!(story in stories)) throw new Error(`no story "${story}": there are ${Object.keys(stories).join(", ")}`);
      lab.tell(text(sent, "link"), story as StoryName, (sent.parameters ?? {}) as StoryParameters);
      break;
    }
    case "POST /clock":
      lab.setClock(number(sent, "offsetSeconds"));
      break;
    case "POST /certificates":
      lab.setCertificate(
        text(sent, "server"),
        number(sent, "expiresInDays"),
        typeof sent.name === "string" ? sent.name : undefined,
      );
      break;
    case "POST /settings":
      lab.set(text(sent, "of"), (sent.changes ?? {}) as SettingChange["changes"]);
      break;
    case "POST /synapse":
      lab.tellSynapse(synapseDoing(sent));
      break;
    default:
      return {
        status: 404,
        body: { error: "GET /state; POST or DELETE /faults; POST /events, /clock, /certificates, /settings, /synapse" },
      };
  }
  return { status: 200, body: lab.state() };
}

function synapseDoing(sent: Record<string, unknown>): SynapseDoing {
  const action = text(sent, "action");
  if (action === "failover") return { group: text(sent, "group"), action };
  if (action === "stop" || action === "start" || action === "repoint") return { link: text(sent, "link"), action };
  throw new Error(`no action "${action}": there are failover, stop, start and repoint`);
}

function text(sent: Record<string, unknown>, key: string): string {
  const value = sent[key];
  if (typeof value !== "string" || value === "") throw new Error(`${key} is missing`);
  return value;
}

function number(sent: Record<string, unknown>, key: string): number {
  const value = sent[key];
  if (typeof value !== "number" || !Number.isFinite(value)) throw new Error(`${key} is no number`);
  return value;
}
