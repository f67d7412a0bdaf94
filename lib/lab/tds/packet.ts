// TDS packets: bytes into whole messages, and an answer into packets.
import { once } from "node:events";
import type { Duplex } from "node:stream";
import { MalformedBytes } from "./bytes.ts";

export const PACKET = {
  batch: 0x01,
  rpc: 0x03,
  answer: 0x04,
  attention: 0x06,
  transaction: 0x0e,
  login7: 0x10,
  prelogin: 0x12,
} as const;

const REQUESTS: ReadonlySet<number> = new Set(Object.values(PACKET).filter((type) => type !== PACKET.answer));
const HEADER = 8;
const LAST = 0x01;
const IGNORE = 0x02;
const RESET = 0x08 | 0x10;
const LARGEST_PACKET = 32_767;
/** Bytes of an answer sent before others get a turn. */
const TURN = 64 * 1024;

export const isTlsRecord = (firstByte: number) => firstByte >= 0x14 && firstByte <= 0x17;

export interface Message {
  type: number;
  body: Buffer;
  /** The client gave the request up before it was whole. */
  ignore: boolean;
  /** The client wants its session as new first (sp_reset_connection of a pool). */
  reset: boolean;
}

/** Puts packets together into messages, however the bytes were cut. Throws MalformedBytes for what cannot be TDS. */
export class MessageReader {
  #pending: Buffer = Buffer.alloc(0);
  #parts: Buffer[] = [];
  #size = 0;
  #reset = false;
  /** Largest message taken, in bytes; small until someone has logged in. */
  limit = 128 * 1024;
  /** After login-only encryption, late TLS records (close_notify) lie between the packets. */
  skipsTlsRecords = false;

  /** The whole messages that `chunk` completes; the generator reads on only as it is pulled. */
  *push(chunk: Buffer): Generator<Message> {
    this.#pending = this.#pending.length === 0 ? chunk : Buffer.concat([this.#pending, chunk]);
    while (this.#pending.length > 0) {
      const type = this.#pending[0]!;
      if (this.skipsTlsRecords && isTlsRecord(type)) {
        const end = this.#pending.length < 5 ? Number.POSITIVE_INFINITY : 5 + this.#pending.readUInt16BE(3);
        if (this.#pending.length < end) return;
        this.#pending = this.#pending.subarray(end);
        continue;
      }
      if (!REQUESTS.has(type)) throw new MalformedBytes(`no TDS request has type ${type}`);
      if (this.#pending.length < HEADER) return;
      const length = this.#pending.readUInt16BE(2);
      if (length < HEADER || length > LARGEST_PACKET) throw new MalformedBytes(`packet of ${length} bytes`);
      if (this.#pending.length < length) return;
      const packet = this.#pending.subarray(0, length);
      this.#pending = this.#pending.subarray(length);
      const message = this.#add(packet);
      if (message) yield message;
    }
  }

  /** Bytes behind the last whole message; the reader forgets them. */
  takeRest(): Buffer {
    const rest = this.#pending;
    this.#pending = Buffer.alloc(0);
    return rest;
  }

  #add(packet: Buffer): Message | undefined {
    const status = packet[1]!;
    this.#parts.push(packet.subarray(HEADER));
    // The header counts too, or packets without a body would pile up for free.
    this.#size += packet.length;
    if (this.#size > this.limit) throw new MalformedBytes(`message of more than ${this.limit} bytes`);
    this.#reset ||= (status & RESET) !== 0;
    if ((status & LAST) === 0) return undefined;
    const message = {
      type: packet[0]!,
      body: Buffer.concat(this.#parts),
      ignore: (status & IGNORE) !== 0,
      reset: this.#reset,
    };
    this.#parts = [];
    this.#size = 0;
    this.#reset = false;
    return message;
  }
}

/** One packet. */
export function packet(type: number, body: Uint8Array, last: boolean, id: number): Buffer {
  const whole = Buffer.alloc(HEADER + body.length);
  whole[0] = type;
  whole[1] = last ? LAST : 0;
  whole.writeUInt16BE(whole.length, 2);
  whole[6] = id & 0xff;
  whole.set(body, HEADER);
  return whole;
}

/** One answer on its way out: takes tokens, sends a packet whenever one is full. */
export class Answer {
  readonly #stream: Duplex;
  readonly #room: number;
  #parts: Uint8Array[] = [];
  #size = 0;
  #id = 0;
  #sentSinceWait = 0;

  /** `packetSize` in bytes, header included. */
  constructor(stream: Duplex, packetSize: number) {
    this.#stream = stream;
    this.#room = packetSize - HEADER;
  }

  add(token: Uint8Array): void {
    this.#parts.push(token);
    this.#size += token.length;
    this.#sendFull();
  }

  /** The client is behind, or it is time to hear whether it still wants the rest: await `wait`. */
  get mustWait(): boolean {
    return this.#stream.writableNeedDrain || this.#sentSinceWait > TURN;
  }
  async wait(signal: AbortSignal): Promise<void> {
    this.#sentSinceWait = 0;
    // A stream that fails, or a signal, ends the wait as well; the caller looks at its signal.
    if (this.#stream.writableNeedDrain) await once(this.#stream, "drain", { signal }).catch(() => {});
    else await new Promise(setImmediate);
  }

  /** Sends what is there without ending the message, then calls `sent`. */
  flush(sent: () => void): void {
    this.#stream.write(packet(PACKET.answer, this.#takeAll(), false, ++this.#id), sent);
  }
  end(): void {
    this.#stream.write(packet(PACKET.answer, this.#takeAll(), true, ++this.#id));
  }

  /** Sends all full packets but the last: whether it ends the message is not known yet. */
  #sendFull(): void {
    if (this.#size <= this.#room) return;
    const bytes = this.#takeAll();
    const packets: Buffer[] = [];
    let at = 0;
    for (; bytes.length - at > this.#room; at += this.#room) {
      packets.push(packet(PACKET.answer, bytes.subarray(at, at + this.#room), false, ++this.#id));
    }
    this.#parts = [bytes.subarray(at)];
    this.#size = bytes.length - at;
    this.#sentSinceWait += at;
    this.#stream.write(Buffer.concat(packets));
  }
  #takeAll(): Buffer {
    const bytes = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#size = 0;
    return bytes;
  }
}
