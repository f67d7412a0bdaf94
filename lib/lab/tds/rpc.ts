// Requests that carry SQL: the batch, and the system procedures drivers wrap it in.
import type { Parameter, SqlError, SqlRequest } from "../sql/result.ts";
import { ByteReader, MalformedBytes } from "./bytes.ts";
import { readParameter } from "./parameters.ts";

/** What a request asks of the server. `output` is the handle a procedure returns, under the client's own name for it. */
export type Call =
  | { kind: "run"; request: SqlRequest; output?: { name: string; value: number } }
  | { kind: "nothing"; output?: { name: string; value: number } }
  | { kind: "refuse"; error: SqlError };

const BY_ID: Record<number, string> = {
  10: "sp_executesql",
  11: "sp_prepare",
  12: "sp_execute",
  13: "sp_prepexec",
  15: "sp_unprepare",
};
const NEXT_CALL = 0xff;

/** Batches, RPCs and transaction requests start with ALL_HEADERS, whose length comes first. Throws MalformedBytes. */
export function skipHeaders(body: Buffer): ByteReader {
  const input = new ByteReader(body);
  input.take(input.u32() - 4);
  return input;
}

export function parseBatch(body: Buffer): Call {
  const sql = skipHeaders(body).rest().toString("utf16le");
  return { kind: "run", request: { sql, parameters: [] } };
}

/** The procedures of one connection, with what it has prepared. */
export class Procedures {
  readonly #prepared = new Map<number, { sql: string; names: string[] }>();
  #lastHandle = 0;

  /** A request that cannot be read is refused as 8009; its message has an end, so the connection can go on. */
  call(body: Buffer): Call {
    try {
      const input = skipHeaders(body);
      const nameLength = input.u16();
      const procedure = nameLength === 0xffff ? BY_ID[input.u16()] : input.text(nameLength).toLowerCase();
      input.u16(); // flags
      const parameters: Parameter[] = [];
      while (input.left > 0) {
        if (input.peek() === NEXT_CALL) throw new MalformedBytes("the lab takes one RPC in a message");
        parameters.push(readParameter(input));
      }
      return this.#dispatch(procedure ?? "", parameters);
    } catch (error) {
      if (!(error instanceof MalformedBytes)) throw error;
      const message = `The incoming tabular data stream (TDS) remote procedure call (RPC) protocol stream is incorrect: ${error.message}.`;
      return refusal(8009, message);
    }
  }

  /** As sp_reset_connection does. */
  clear(): void {
    this.#prepared.clear();
  }

  #dispatch(procedure: string, parameters: Parameter[]): Call {
    const [first, second, third] = parameters;
    switch (procedure.replace(/^(sys\.|dbo\.)/, "")) {
      case "sp_executesql": {
        const values = named(parameters.slice(2), declaredNames(text(second)));
        return { kind: "run", request: { sql: text(first), parameters: values } };
      }
      case "sp_prepare":
        return { kind: "nothing", output: this.#prepare(first, second, third) };
      case "sp_prepexec": {
        const output = this.#prepare(first, second, third);
        const values = named(parameters.slice(3), declaredNames(text(second)));
        return { kind: "run", request: { sql: text(third), parameters: values }, output };
      }
      case "sp_execute": {
        const handle = Number(first?.value);
        const statement = this.#prepared.get(handle);
        if (!statement) return refusal(8179, `Could not find prepared statement with handle ${handle}.`);
        const values = named(parameters.slice(1), statement.names);
        return { kind: "run", request: { sql: statement.sql, parameters: values } };
      }
      case "sp_unprepare":
        this.#prepared.delete(Number(first?.value));
        return { kind: "nothing" };
      default:
        return refusal(2812, `Could not find stored procedure '${procedure}'.`);
    }
  }

  #prepare(handle: Parameter | undefined, declarations: Parameter | undefined, statement: Parameter | undefined) {
    const value = ++this.#lastHandle;
    this.#prepared.set(value, { sql: text(statement), names: declaredNames(text(declarations)) });
    return { name: handle?.name ?? "", value };
  }
}

const text = (parameter: Parameter | undefined) => (typeof parameter?.value === "string" ? parameter.value : "");

/** "@a int, @b decimal(25, 0)" → ["@a", "@b"]. */
const declaredNames = (declarations: string) => declarations.match(/@[\w@#$]+/g) ?? [];

/** Parameters may come without a name and mean the declared ones in order. */
function named(parameters: Parameter[], names: readonly string[]): Parameter[] {
  return parameters.map((parameter, i) => ({ ...parameter, name: parameter.name || (names[i] ?? "") }));
}

function refusal(number: number, message: string): Call {
  return { kind: "refuse", error: { number, severity: 16, state: 1, line: 1, message } };
}
