// Closes what the driver leaves open on each of its connections: what a server sends can end that connection, never this process.
import type { EventEmitter } from "node:events";
import type { Readable } from "node:stream";

/** The parts of a tedious 19.2 connection that are taken hold of here; source.test.ts fails if they move. */
export interface DriverConnection {
  readonly closed: boolean;
  readonly state: { events: { socketError?: unknown } };
  readonly config: { options: { encrypt: boolean | "strict" } };
  createTokenStreamParser(message: unknown, handler: object): EventEmitter & { parser: Readable };
  performTlsNegotiation(answer: { encryptionString?: string }, signal: AbortSignal): Promise<void>;
  dispatchEvent(event: "socketError", error: Error): void;
  close(): void;
  on(event: "end", listener: () => void): void;
}

/** Codes of the errors that come from here. */
export const guardCodes = { notEncrypted: "ELINKSPANPLAIN", leftBehind: "ELINKSPANLEFT", unreadable: "ELINKSPANTOKEN" };

/** To be called before the connection is made. The returned function ends it at once, at whatever stage it is. */
export function guard(connection: DriverConnection): () => void {
  let isLeft = false;
  const parse = connection.createTokenStreamParser.bind(connection);
  connection.createTokenStreamParser = (message, handler) => guardedParser(connection, parse, message, handler);

  const negotiate = connection.performTlsNegotiation.bind(connection);
  connection.performTlsNegotiation = async (answer, signal) => {
    // LOGIN7 comes next: what is left must not log in, and a password goes out encrypted or not at all.
    if (isLeft) throw coded(guardCodes.leftBehind, "the question was called off");
    const isEncrypted =
      connection.config.options.encrypt === "strict" || /^(ON|REQ)$/.test(answer.encryptionString ?? "");
    if (!isEncrypted) throw coded(guardCodes.notEncrypted, "the server offers no encryption");
    await negotiate(answer, signal);
  };
  return () => {
    isLeft = true;
    connection.close();
  };
}

/** Tokens that cannot be parsed, or that have no place in this answer, fail the request or the login that waits for them. */
function guardedParser(
  connection: DriverConnection,
  parse: DriverConnection["createTokenStreamParser"],
  message: unknown,
  handler: object,
) {
  const fail = (error: unknown) => {
    parser.parser.destroy();
    const unreadable = coded(guardCodes.unreadable, error instanceof Error ? error.message : String(error));
    // A request is told by the connection's state, a login listens to the parser itself.
    if (connection.state.events.socketError) connection.dispatchEvent("socketError", unreadable);
    else parser.emit("error", unreadable);
  };
  const guarded = new Proxy(handler as Record<string | symbol, (token: unknown) => void>, {
    get: (target, name) => (token: unknown) => {
      try {
        target[name]?.(token);
      } catch (error) {
        fail(error);
      }
    },
  });
  const parser = parse(message, guarded);
  parser.parser.on("error", fail);
  // The driver takes the end of an answer for a request's end, even where closing has ended the request before.
  const emit = parser.emit.bind(parser);
  parser.emit = (event, ...rest) => !connection.closed && emit(event, ...rest);
  return parser;
}

function coded(code: string, message: string): Error {
  return Object.assign(new Error(message), { code });
}
