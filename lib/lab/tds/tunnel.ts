// The road under TLS: a socket whose handshake bytes travel inside PRELOGIN packets, and bare once it is done.
import type { Socket } from "node:net";
import { Duplex } from "node:stream";
import { MalformedBytes } from "./bytes.ts";
import { isTlsRecord, PACKET, packet } from "./packet.ts";

const HEADER = 8;
const LARGEST_FLIGHT = 4096 - HEADER;

export class Tunnel extends Duplex {
  readonly #socket: Socket;
  #wrapped: boolean;
  #incoming: Buffer = Buffer.alloc(0);
  #flight: Buffer[] = [];
  #detached = false;

  /** `wrapped`: handshake inside PRELOGIN packets (TDS 7); false: TLS first (TDS 8). The owner feeds bytes with `receive`. */
  constructor(socket: Socket, wrapped: boolean) {
    super({ allowHalfOpen: true });
    this.#socket = socket;
    this.#wrapped = wrapped;
  }

  /** Bytes from the socket. Throws MalformedBytes. */
  receive(chunk: Buffer): void {
    if (!this.#wrapped) {
      this.push(chunk);
      return;
    }
    this.#incoming = Buffer.concat([this.#incoming, chunk]);
    while (this.#incoming.length > 0) {
      // The client switches to bare records when its handshake is over; that byte is our sign to do so too.
      if (isTlsRecord(this.#incoming[0]!)) {
        this.#wrapped = false;
        this.push(this.#incoming);
        return;
      }
      if (this.#incoming[0] !== PACKET.prelogin) throw new MalformedBytes("neither TLS nor PRELOGIN in a handshake");
      if (this.#incoming.length < HEADER) return;
      const length = this.#incoming.readUInt16BE(2);
      if (length < HEADER) throw new MalformedBytes(`packet of ${length} bytes`);
      if (this.#incoming.length < length) return;
      this.push(this.#incoming.subarray(HEADER, length));
      this.#incoming = this.#incoming.subarray(length);
    }
  }

  /** From now on whatever TLS wants to say stays unsaid: login-only encryption is over and the socket is clear text. */
  detach(): void {
    this.#detached = true;
  }

  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (this.#detached || this.#socket.destroyed) done();
    else if (!this.#wrapped) this.#socket.write(chunk, done);
    else {
      // Some drivers read exactly one message per flight, so the records of one turn leave together.
      if (this.#flight.push(chunk) === 1) setImmediate(() => this.#sendFlight());
      done();
    }
  }

  override _final(done: () => void): void {
    if (!this.#detached) this.#socket.end();
    done();
  }

  #sendFlight(): void {
    const flight = Buffer.concat(this.#flight);
    this.#flight = [];
    if (this.#socket.destroyed) return;
    for (let at = 0; at < flight.length; at += LARGEST_FLIGHT) {
      const part = flight.subarray(at, at + LARGEST_FLIGHT);
      this.#socket.write(packet(PACKET.prelogin, part, at + LARGEST_FLIGHT >= flight.length, 0));
    }
  }
}
