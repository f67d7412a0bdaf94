// A small HTTP(S) server for the lab's faces: JSON in, JSON out, and faults on the way.
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from "node:http";
import { createServer as createTlsServer } from "node:https";
import type { AddressInfo, Socket } from "node:net";
import type { Fault } from "./faults.ts";

export interface HttpRequest {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  body: string;
}

/** An object body is sent as JSON. */
export interface HttpAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: unknown;
}

export interface HttpFace {
  port: number;
  address: string;
  close(): Promise<void>;
}

export interface HttpOptions {
  host: string;
  /** 0: any free port. */
  port: number;
  tls?: { key: string; cert: string };
  handle(request: HttpRequest): HttpAnswer | Promise<HttpAnswer>;
  /** What goes wrong with a request, asked when it arrives. */
  faultFor?(url: URL): Fault;
}

/** Rejects when the port cannot be had. A handler that throws is a 400 with its message. */
export async function listenHttp({ host, port, tls, handle, faultFor }: HttpOptions): Promise<HttpFace> {
  const scheme = tls ? "https" : "http";
  const respond = async (message: IncomingMessage, response: ServerResponse): Promise<void> => {
    const url = new URL(message.url ?? "/", `${scheme}://${message.headers.host ?? host}`);
    const chunks: Buffer[] = [];
    for await (const chunk of message) chunks.push(chunk as Buffer);
    const fault = faultFor?.(url) ?? {};
    if (await isSpoilt(fault, response)) return;
    let answer: HttpAnswer;
    try {
      answer = await handle({
        method: message.method ?? "GET",
        url,
        headers: message.headers,
        body: Buffer.concat(chunks).toString("utf8"),
      });
    } catch (error) {
      answer = { status: 400, body: { error: (error as Error).message } };
    }
    const text =
      answer.body === undefined ? "" : typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    const type = typeof answer.body === "string" ? "text/html" : "application/json; charset=utf-8";
    response.writeHead(answer.status, { "content-type": type, ...answer.headers }).end(text);
  };
  const listener = (message: IncomingMessage, response: ServerResponse) =>
    void respond(message, response).catch(() => response.destroy());
  const server: Server = tls ? createTlsServer(tls, listener) : createServer(listener);
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => {
    sockets.add(socket);
    socket.on("close", () => sockets.delete(socket));
  });
  server.listen(port, host);
  await once(server, "listening");
  const got = (server.address() as AddressInfo).port;
  return {
    port: got,
    address: `${scheme}://${host}:${got}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

/** True if the request will get no proper answer any more. */
async function isSpoilt(fault: Fault, response: ServerResponse): Promise<boolean> {
  if (fault.delayMs) await new Promise((resolve) => setTimeout(resolve, fault.delayMs));
  if (fault.hang || fault.hangAtLogin) return true;
  if (fault.refuse || fault.dropBeforeAnswer) {
    response.destroy();
    return true;
  }
  if (fault.garbage) {
    response.socket?.end(randomBytes(300));
    return true;
  }
  if (fault.malformed) {
    response
      .writeHead(200, { "content-type": "text/html" })
      .end("<html><body>Sign in to the guest network</body></html>");
    return true;
  }
  return false;
}
