// One client's connection, from its first byte to its last: prelogin, TLS, login, requests, cancel.
import { randomBytes } from "node:crypto";
import type { Socket } from "node:net";
import type { Duplex } from "node:stream";
import { setTimeout as pause } from "node:timers/promises";
import { type SecureContext, TLSSocket } from "node:tls";
import type { Fault, Faults } from "../faults.ts";
import type { Backend, Session, SqlError } from "../sql/result.ts";
import { MalformedBytes } from "./bytes.ts";
import { FEATURE, type Login7, parseLogin7 } from "./login7.ts";
import { Answer, type Message, MessageReader, PACKET } from "./packet.ts";
import { ENCRYPT, parsePrelogin, preloginAnswer } from "./prelogin.ts";
import { replyWith } from "./reply.ts";
import { type Call, Procedures, parseBatch, skipHeaders } from "./rpc.ts";
import * as tokens from "./tokens.ts";
import { Tunnel } from "./tunnel.ts";

/** What all connections of one server share. */
export interface Face {
  name: string;
  backend: Backend;
  faults: Faults;
  /** `offered`: the client decides, and even a client that says "off" logs in encrypted. */
  encryption: "required" | "offered" | "off";
  /** Absent when encryption is off. `tunnelled` for TDS 7, `strict` for TDS 8. */
  tls?: { tunnelled: SecureContext; strict: SecureContext };
}

const TLS_CLIENT_HELLO = 0x16;
const LOGIN_TIMEOUT_MS = 60_000;
const LARGEST_MESSAGE = 16 * 1024 * 1024;
const DEFAULT_PACKET = 4096;
/** Drivers send these on their own account: a new session, and the health check of a pooled one. */
const HOUSEKEEPING = /^\s*(set\s+ansi_nulls\b|select\s+1\s*;?\s*$)/i;

export class Connection {
  readonly #socket: Socket;
  readonly #face: Face;
  readonly #reader = new MessageReader();
  readonly #procedures = new Procedures();
  readonly #loginTimer: NodeJS.Timeout;
  /** Where messages come from and go to: the socket, or TLS over it. */
  #stream: Duplex;
  #tunnel: Tunnel | undefined;
  #isLoginOnly = false;
  #phase: "start" | "prelogin" | "login" | "ready" = "start";
  #session: Session | undefined;
  #loginDatabase = "";
  #packetSize = DEFAULT_PACKET;
  /** The request being answered; attention aborts it. */
  #running: AbortController | undefined;
  #transactions = 0n;

  constructor(socket: Socket, face: Face) {
    this.#socket = socket;
    this.#stream = socket;
    this.#face = face;
    this.#loginTimer = setTimeout(() => this.destroy(), LOGIN_TIMEOUT_MS).unref();
    socket.setNoDelay(true);
    socket.on("data", (chunk) => this.#guard(() => this.#receiveRaw(chunk)));
    socket.on("error", () => this.destroy());
    socket.on("close", () => this.destroy());
  }

  destroy(): void {
    clearTimeout(this.#loginTimer);
    this.#running?.abort();
    this.#socket.destroy();
    this.#tunnel?.destroy();
    this.#stream.destroy();
  }

  /** Bytes that are not TDS end this connection and nothing else. */
  #guard(step: () => void): void {
    try {
      step();
    } catch {
      this.destroy();
    }
  }

  #receiveRaw(chunk: Buffer): void {
    if (this.#phase === "start") {
      this.#phase = "prelogin";
      if (chunk[0] === TLS_CLIENT_HELLO && this.#face.tls) this.#startTls(false);
    }
    if (this.#tunnel) this.#tunnel.receive(chunk);
    else this.#receive(chunk);
  }

  #receive(chunk: Buffer): void {
    const before = this.#tunnel;
    for (const message of this.#reader.push(chunk)) {
      this.#take(message);
      // TLS has just begun: what lies behind the PRELOGIN belongs to its handshake.
      if (!before && this.#tunnel) this.#tunnel.receive(this.#reader.takeRest());
    }
  }

  #startTls(isTunnelled: boolean): void {
    const contexts = this.#face.tls!;
    const tunnel = new Tunnel(this.#socket, isTunnelled);
    const secure = new TLSSocket(tunnel, {
      isServer: true,
      secureContext: isTunnelled ? contexts.tunnelled : contexts.strict,
      ...(isTunnelled ? {} : { ALPNProtocols: ["tds/8.0"] }),
    });
    tunnel.on("error", () => this.destroy());
    secure.on("error", () => this.destroy());
    secure.on("data", (chunk: Buffer) => this.#guard(() => this.#receive(chunk)));
    secure.on("end", () => this.destroy());
    this.#tunnel = tunnel;
    this.#stream = secure;
  }

  #take(message: Message): void {
    if (this.#phase === "prelogin") {
      this.#prelogin(message);
      return;
    }
    if (this.#phase === "login") {
      if (message.type !== PACKET.login7) throw new MalformedBytes("LOGIN7 expected");
      this.#phase = "ready";
      if (this.#isLoginOnly) this.#leaveTls();
    } else if (message.type === PACKET.login7 || message.type === PACKET.prelogin) {
      throw new MalformedBytes("a second login");
    }
    if (message.type === PACKET.attention) {
      if (this.#running) this.#running.abort();
      else this.#acknowledgeAttention();
      return;
    }
    if (this.#running) throw new MalformedBytes("a request before the last one was answered");
    const running = new AbortController();
    this.#running = running;
    this.#process(message, running.signal)
      .catch(() => this.destroy())
      .then(() => {
        this.#running = undefined;
        if (running.signal.aborted && !this.#socket.destroyed) this.#acknowledgeAttention();
      });
  }

  #prelogin(message: Message): void {
    if (message.type !== PACKET.prelogin) throw new MalformedBytes("PRELOGIN expected");
    const wish = parsePrelogin(message.body).encryption & 0x0f;
    const isStrict = this.#tunnel !== undefined;
    const word = isStrict ? ENCRYPT.notSupported : agreeOnEncryption(this.#face.encryption, wish);
    this.#phase = "login";
    this.#send(preloginAnswer(this.#face.backend.version, word));
    if (isStrict || word === ENCRYPT.notSupported) return;
    if (wish === ENCRYPT.notSupported) this.#stream.end();
    this.#isLoginOnly = word === ENCRYPT.off;
    this.#startTls(true);
  }

  #leaveTls(): void {
    this.#tunnel?.detach();
    this.#tunnel = undefined;
    this.#stream = this.#socket;
    this.#reader.skipsTlsRecords = true;
  }

  #answer(): Answer {
    return new Answer(this.#stream, this.#packetSize);
  }

  /** An answer of one message. */
  #send(...parts: Uint8Array[]): void {
    const answer = this.#answer();
    for (const part of parts) answer.add(part);
    answer.end();
  }

  /** A message of its own: drivers wait for one behind the end of the cancelled answer. */
  #acknowledgeAttention(): void {
    this.#send(tokens.doneToken("done", tokens.DONE.attention));
  }

  async #process(message: Message, signal: AbortSignal): Promise<void> {
    if (message.type === PACKET.login7) return this.#login(parseLogin7(message.body));
    // Requests may not overtake a login that is refused or hangs.
    if (!this.#session) throw new MalformedBytes("a request before login");
    if (message.ignore) return this.#send(tokens.doneToken("done", tokens.DONE.final));
    if (message.type === PACKET.transaction) return this.#transaction(message.body);
    const isProcedure = message.type === PACKET.rpc;
    await this.#run(this.#session, message, isProcedure, signal);
  }

  async #login(login: Login7): Promise<void> {
    const { name, backend, faults } = this.#face;
    clearTimeout(this.#loginTimer);
    const fault = faults.get(name);
    if (fault.hangAtLogin) return;
    if (login.packetSize > 0) this.#packetSize = Math.min(Math.max(login.packetSize, 512), 32_767);
    const outcome = fault.refuseLogin ? { refused: [loginFailed(login.user)] } : await backend.login(login);
    if (this.#socket.destroyed || this.#spoil(fault)) return;
    if ("refused" in outcome) {
      const errors = outcome.refused.map((error) => tokens.errorToken(error, name));
      this.#send(...errors, tokens.doneToken("done", tokens.DONE.error));
      this.#stream.end();
      return;
    }
    this.#session = outcome;
    this.#loginDatabase = outcome.database;
    this.#reader.limit = LARGEST_MESSAGE;
    this.#send(...this.#welcome(login, outcome.database));
  }

  /** True if the fault stands in place of an answer. */
  #spoil({ garbageTokens, neverEnds }: Fault): boolean {
    if (garbageTokens === "unknown") this.#send(Buffer.of(0x42, 1, 2, 3));
    if (garbageTokens === "misplaced") {
      // The first has no place in a request's answer, the second none in a login's.
      const { programName, version } = this.#face.backend;
      this.#send(tokens.loginAckToken(programName, version, 0x7400_0004), tokens.returnStatusToken(0));
    }
    if (neverEnds) {
      const answer = this.#answer();
      answer.add(tokens.infoToken(0, "more follows", this.#face.name));
      answer.flush(() => {});
    }
    return garbageTokens !== undefined || neverEnds === true;
  }

  #welcome(login: Login7, database: string): Buffer[] {
    const { name, backend } = this.#face;
    const features: [number, number[]][] = [];
    if (login.features.has(FEATURE.utf8)) features.push([FEATURE.utf8, [1]]);
    if (login.features.has(FEATURE.fedAuth)) features.push([FEATURE.fedAuth, []]);
    return [
      tokens.envText("database", database, "master"),
      tokens.infoToken(5701, `Changed database context to '${database}'.`, name),
      tokens.collationToken(),
      tokens.envText("language", "us_english", ""),
      tokens.infoToken(5703, "Changed language setting to us_english.", name),
      tokens.loginAckToken(backend.programName, backend.version, login.tdsVersion),
      tokens.envText("packetSize", String(this.#packetSize), String(DEFAULT_PACKET)),
      ...(features.length > 0 ? [tokens.featureAckToken(features)] : []),
      tokens.doneToken("done", tokens.DONE.final),
    ];
  }

  /** Nothing here can be rolled back, but drivers want to hear that a transaction began and ended. */
  #transaction(body: Buffer): void {
    const done = tokens.doneToken("done", tokens.DONE.final);
    const kind = skipHeaders(body).u16();
    if (kind === 5) this.#transactions++;
    const descriptor = Buffer.alloc(8);
    descriptor.writeBigUInt64LE(this.#transactions);
    if (kind === 5) this.#send(tokens.beginToken(descriptor), done);
    else if (kind === 7) this.#send(tokens.commitToken(descriptor), done);
    else if (kind === 8) this.#send(tokens.rollbackToken(descriptor), done);
    else this.#send(done);
  }

  async #run(session: Session, message: Message, isProcedure: boolean, signal: AbortSignal): Promise<void> {
    const call = isProcedure ? this.#procedures.call(message.body) : parseBatch(message.body);
    const isHousekeeping = call.kind === "run" && HOUSEKEEPING.test(call.request.sql);
    const fault: Fault = isHousekeeping ? {} : this.#face.faults.get(this.#face.name);
    if (fault.hang) await new Promise((resume) => signal.addEventListener("abort", resume, { once: true }));
    else if (fault.delayMs) await pause(fault.delayMs, undefined, { signal }).catch(() => {});
    if (this.#socket.destroyed) return;
    if (fault.dropBeforeAnswer) return this.destroy();
    if (fault.garbage && !signal.aborted) {
      // No packet has a length of 0, so every client sees at once, and every time, that this is no TDS.
      this.#stream.write(Buffer.concat([Buffer.alloc(4), randomBytes(this.#packetSize)]));
      return;
    }

    if (!signal.aborted && this.#spoil(fault)) return;

    const answer = this.#answer();
    if (message.reset) {
      session.database = this.#loginDatabase;
      this.#procedures.clear();
      answer.add(tokens.resetToken());
    }
    const end = await this.#reply(session, call, answer, isProcedure, fault, signal);
    if (this.#socket.destroyed) return;
    if (end === "dropped") {
      answer.flush(() => this.#socket.destroySoon());
      return;
    }
    if (signal.aborted) answer.add(tokens.doneToken("done", tokens.DONE.error));
    answer.end();
  }

  async #reply(
    session: Session,
    call: Call,
    answer: Answer,
    isProcedure: boolean,
    fault: Fault,
    signal: AbortSignal,
  ): Promise<"whole" | "dropped"> {
    const server = this.#face.name;
    const reply = { answer, server, isProcedure, signal, dropAfterRows: fault.dropAfterRows ?? Infinity };
    const refusal = fault.sqlError ? atSeverity16(fault.sqlError) : call.kind === "refuse" ? call.error : undefined;
    let error = 0;
    if (!signal.aborted) {
      try {
        const events = refusal ? [{ kind: "error" as const, error: refusal }] : [];
        const done = await replyWith(call.kind === "run" && !refusal ? session.run(call.request) : events, reply);
        if (done.isDropped) return "dropped";
        error = done.error;
      } catch (thrown) {
        // The lab's own failure is told as an error, never as a shorter answer.
        const failure = { number: 40_002, message: `lab: ${thrown instanceof Error ? thrown.message : thrown}` };
        ({ error } = await replyWith([{ kind: "error", error: atSeverity16(failure) }], reply));
      }
    }
    if (isProcedure && !signal.aborted) {
      answer.add(tokens.returnStatusToken(error));
      if (call.kind !== "refuse" && call.output) {
        answer.add(tokens.returnValueToken(call.output.name, call.output.value));
      }
      answer.add(tokens.doneToken("doneProc", error === 0 ? tokens.DONE.final : tokens.DONE.error));
    }
    return "whole";
  }
}

/** The server's word, given its own rule and the client's wish; `off` means TLS for LOGIN7 only. */
function agreeOnEncryption(rule: Face["encryption"], wish: number): number {
  if (rule === "off") return ENCRYPT.notSupported;
  if (wish === ENCRYPT.on || wish === ENCRYPT.required) return ENCRYPT.on;
  return rule === "required" ? ENCRYPT.required : wish;
}

function atSeverity16({ number, message }: { number: number; message: string }): SqlError {
  return { number, severity: 16, state: 1, line: 1, message };
}

function loginFailed(user: string): SqlError {
  return { number: 18_456, severity: 14, state: 1, line: 65_536, message: `Login failed for user '${user}'.` };
}
