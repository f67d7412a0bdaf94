// A listening TDS server: one face of the lab behind one port.
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { createSecureContext } from "node:tls";
import type { Faults } from "../faults.ts";
import type { Backend } from "../sql/result.ts";
import { Connection, type Face } from "./connection.ts";

export interface TdsFace {
  port: number;
  /** Stops listening and ends every connection. */
  close(): Promise<void>;
  /** Ends every connection and goes on listening. */
  dropAll(): void;
  connections(): number;
}

export interface TdsOptions {
  /** Under which its faults are kept, and which its errors name. */
  name: string;
  host?: string;
  /** 0 or absent: any free port. */
  port?: number;
  /** PEM; `cert` may be a chain. */
  tls?: { key: string; cert: string };
  /** Absent with `tls`: as the client wishes, but logins are always encrypted. Absent without: off. */
  encryption?: "required" | "off";
  backend: Backend;
  faults: Faults;
}

/** Rejects when the port cannot be had, the certificate cannot be read, or encryption is required without one. */
export async function listenTds(options: TdsOptions): Promise<TdsFace> {
  const { name, backend, faults, tls } = options;
  const encryption = options.encryption ?? (tls ? "offered" : "off");
  if (encryption === "required" && !tls)
    throw new TypeError(`${name}: encryption is required, but there is no certificate`);
  const face: Face = { name, backend, faults, encryption };
  if (tls && encryption !== "off") {
    // GnuTLS clients fail when TLS 1.3 is offered inside PRELOGIN packets; SQL Server caps it there, too.
    const tunnelled = createSecureContext({ ...tls, maxVersion: "TLSv1.2" });
    face.tls = { tunnelled, strict: createSecureContext(tls) };
  }

  const open = new Map<Socket, Connection>();
  const server = createServer((socket) => {
    if (faults.get(name).refuse) {
      socket.on("error", () => {}).destroy();
      return;
    }
    open.set(socket, new Connection(socket, face));
    socket.on("close", () => open.delete(socket));
  });
  server.listen(options.port ?? 0, options.host ?? "127.0.0.1");
  await once(server, "listening");
  // A failed accept (no file descriptor left) costs that client its connection, not the lab its life.
  server.on("error", () => {});

  const dropAll = () => {
    for (const connection of open.values()) connection.destroy();
    open.clear();
  };
  return {
    port: (server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        dropAll();
      }),
    dropAll,
    connections: () => open.size,
  };
}
