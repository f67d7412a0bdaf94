// The tokens an answer is made of.
import type { Column, ResultSet, SqlError, SqlValue } from "../sql/result.ts";
import { ByteWriter } from "./bytes.ts";
import { COLLATION } from "./codepage.ts";
import { writeTypeInfo, writeValue } from "./types.ts";

const TOKEN = {
  returnStatus: 0x79,
  columns: 0x81,
  error: 0xaa,
  info: 0xab,
  returnValue: 0xac,
  loginAck: 0xad,
  featureAck: 0xae,
  row: 0xd1,
  envChange: 0xe3,
  done: 0xfd,
  doneProc: 0xfe,
  doneInProc: 0xff,
} as const;

export const DONE = { final: 0, more: 0x01, error: 0x02, count: 0x10, attention: 0x20 } as const;
const SELECT = 0xc1;
const NULLABLE = 0x01;

export type DoneKind = "done" | "doneProc" | "doneInProc";

/** `rowCount` absent: no count is told. */
export function doneToken(kind: DoneKind, status: number, rowCount?: number): Buffer {
  const out = new ByteWriter().u8(TOKEN[kind]);
  out.u16(status | (rowCount === undefined ? 0 : DONE.count)).u16(rowCount === undefined ? 0 : SELECT);
  return out.u64(BigInt(rowCount ?? 0)).done();
}

/** A token whose body is preceded by its length in two bytes. */
function sized(token: number, write: (body: ByteWriter) => void): Buffer {
  const body = new ByteWriter();
  write(body);
  return new ByteWriter().u8(token).u16(body.length).bytes(body.done()).done();
}

function messageToken(token: number, message: SqlError, server: string): Buffer {
  return sized(token, (body) => {
    body.i32(message.number).u8(message.state).u8(message.severity).longName(message.message);
    body.name(server).name("").u32(message.line);
  });
}

export const errorToken = (error: SqlError, server: string) => messageToken(TOKEN.error, error, server);

/** What PRINT says, and notices such as 5701. */
export const infoToken = (number: number, text: string, server: string) =>
  messageToken(TOKEN.info, { number, severity: 0, state: 1, line: 1, message: text }, server);

export function columnsToken(columns: readonly Column[]): Buffer {
  const out = new ByteWriter().u8(TOKEN.columns).u16(columns.length);
  for (const column of columns) {
    out.u32(0).u16(column.nullable ? NULLABLE : 0);
    writeTypeInfo(out, column.type);
    out.name(column.name);
  }
  return out.done();
}

/** Throws RangeError or TypeError when a value is not of its column's type. */
export function rowToken(columns: ResultSet["columns"], row: readonly SqlValue[]): Buffer {
  const out = new ByteWriter().u8(TOKEN.row);
  columns.forEach((column, i) => {
    const value = row[i];
    if (value === undefined) throw new TypeError(`no value for column ${column.name}`);
    writeValue(out, column.type, value);
  });
  return out.done();
}

export const returnStatusToken = (status: number) => new ByteWriter().u8(TOKEN.returnStatus).i32(status).done();

/** An int output parameter. Its name must be the one the client used: drivers look it up by that. */
export function returnValueToken(name: string, value: number): Buffer {
  const out = new ByteWriter().u8(TOKEN.returnValue).u16(0).name(name).u8(0x01).u32(0).u16(0);
  writeTypeInfo(out, { name: "int" });
  writeValue(out, { name: "int" }, value);
  return out.done();
}

export function loginAckToken(programName: string, version: readonly [number, number, number], tds: number): Buffer {
  return sized(TOKEN.loginAck, (body) => {
    // The one version in the tokens that is big endian.
    body
      .u8(1)
      .bytes(Buffer.from([tds >>> 24, tds >> 16, tds >> 8, tds]))
      .name(programName);
    body
      .u8(version[0])
      .u8(version[1])
      .u8(version[2] >> 8)
      .u8(version[2] & 0xff);
  });
}

export function featureAckToken(acknowledged: readonly [id: number, data: readonly number[]][]): Buffer {
  const out = new ByteWriter().u8(TOKEN.featureAck);
  for (const [id, data] of acknowledged) out.u8(id).u32(data.length).bytes(Uint8Array.from(data));
  return out.u8(0xff).done();
}

const ENV = { database: 1, language: 2, packetSize: 4 } as const;

export const envText = (kind: keyof typeof ENV, now: string, before: string) =>
  sized(TOKEN.envChange, (body) => body.u8(ENV[kind]).name(now).name(before));

const envBytes = (kind: number, now: Uint8Array, before: Uint8Array) =>
  sized(TOKEN.envChange, (body) => body.u8(kind).u8(now.length).bytes(now).u8(before.length).bytes(before));

const NOTHING = new Uint8Array(0);
export const collationToken = () => envBytes(7, COLLATION, NOTHING);
export const beginToken = (transaction: Uint8Array) => envBytes(8, transaction, NOTHING);
export const commitToken = (transaction: Uint8Array) => envBytes(9, NOTHING, transaction);
export const rollbackToken = (transaction: Uint8Array) => envBytes(10, NOTHING, transaction);
export const resetToken = () => envBytes(18, NOTHING, NOTHING);
