import { once } from "node:events";
import { connect, type Socket } from "node:net";
import { afterEach, expect, it, vi } from "vitest";
import { Faults } from "../faults.ts";
import type { Parameter } from "../sql/result.ts";
import { LiteralBackend, rows } from "./literal-backend.ts";
import { PACKET, packet } from "./packet.ts";
import { listenTds, type TdsFace } from "./server.ts";

// What drivers in this house never send: a client made of bytes.
const ONE = rows({ n: { name: "int" } }, [[1]]);
const seen: Parameter[][] = [];
const backend = new LiteralBackend({
  one: ONE,
  print: [{ kind: "message", text: "x".repeat(3000) }, { kind: "done" }],
  wide: rows({ v: { name: "nvarchar", length: "max" } }, Array(2000).fill(["x".repeat(10_000)])),
  take: ({ parameters }) => {
    seen.push(parameters);
    return ONE;
  },
});
const faults = new Faults();
let face: TdsFace;
let socket: Socket;

afterEach(async () => {
  faults.clear();
  seen.length = 0;
  await face.close();
});

const utf16 = (text: string) => Buffer.from(text, "utf16le");
const u16 = (value: number) => Buffer.from([value & 0xff, value >> 8]);
const u32 = (value: number) => Buffer.concat([u16(value & 0xffff), u16(value >>> 16)]);
const HEADERS = u32(4);
const batch = (text: string) => Buffer.concat([HEADERS, utf16(text)]);

/** The next answer: the bodies of its packets. */
async function answer(): Promise<Buffer> {
  let bytes = Buffer.alloc(0);
  const parts: Buffer[] = [];
  for (;;) {
    while (bytes.length >= 8 && bytes.length >= bytes.readUInt16BE(2)) {
      const length = bytes.readUInt16BE(2);
      expect(length).toBeLessThanOrEqual(4096);
      parts.push(bytes.subarray(8, length));
      const isLast = bytes[1] === 1;
      bytes = bytes.subarray(length);
      if (isLast) {
        if (bytes.length > 0) socket.unshift(bytes);
        return Buffer.concat(parts);
      }
    }
    const chunk: Buffer | null = socket.read();
    if (chunk) bytes = Buffer.concat([bytes, chunk]);
    else await once(socket, "readable");
  }
}

function login7(tdsVersion = 0x74000004): Buffer {
  const fixed = Buffer.alloc(94);
  fixed.writeUInt32LE(tdsVersion, 4);
  const user = utf16("sa");
  const password = utf16("s3cret").map((byte) => (((byte << 4) | (byte >> 4)) & 0xff) ^ 0xa5);
  fixed.writeUInt16LE(94, 40);
  fixed.writeUInt16LE(2, 42);
  fixed.writeUInt16LE(98, 44);
  fixed.writeUInt16LE(6, 46);
  const whole = Buffer.concat([fixed, user, password]);
  whole.writeUInt32LE(whole.length, 0);
  return whole;
}

async function start(): Promise<void> {
  face = await listenTds({ name: "SQL01", backend, faults });
  socket = connect(face.port, "127.0.0.1");
  socket.on("error", () => {});
  socket.write(packet(PACKET.prelogin, Buffer.from([1, 0, 6, 0, 1, 0xff, 2]), true, 0));
  expect((await answer()).subarray(-1)).toEqual(Buffer.from([0]));
}

async function startAndLogIn(): Promise<void> {
  await start();
  socket.write(packet(PACKET.login7, login7(), true, 0));
  expect((await answer()).includes(utf16("Microsoft SQL Server"))).toBe(true);
}

const done = (token: number, status: number, command: number, count: number) =>
  Buffer.concat([Buffer.from([token]), u16(status), u16(command), u32(count), u32(0)]);
const DONE = 0xfd;

it("acknowledges a cancel that arrives together with its request, in a message of its own", async () => {
  await startAndLogIn();
  faults.set("SQL01", { hang: true });
  const attention = packet(PACKET.attention, Buffer.alloc(0), true, 0);
  socket.write(Buffer.concat([packet(PACKET.batch, batch("one"), true, 0), attention]));
  expect(await answer()).toEqual(done(DONE, 0x02, 0, 0));
  expect(await answer()).toEqual(done(DONE, 0x20, 0, 0));
  socket.write(attention);
  expect(await answer()).toEqual(done(DONE, 0x20, 0, 0));
});

it("sends no more than a little of a large answer once it is cancelled, in packets of the agreed size", async () => {
  await startAndLogIn();
  socket.write(packet(PACKET.batch, batch("wide"), true, 0));
  const [first] = (await once(socket, "data")) as [Buffer];
  expect(first.readUInt16BE(2)).toBe(4096);
  socket.pause();
  socket.unshift(first);
  socket.write(packet(PACKET.attention, Buffer.alloc(0), true, 0));
  const cancelled = await answer();
  expect(cancelled.length).toBeLessThan(5_000_000);
  expect(cancelled.subarray(-13)).toEqual(done(DONE, 0x02, 0, 0));
  expect(await answer()).toEqual(done(DONE, 0x20, 0, 0));
});

it("cuts an answer that is a little longer than a packet in two", async () => {
  await startAndLogIn();
  socket.write(packet(PACKET.batch, batch("print"), true, 0));
  expect((await answer()).length).toBeGreaterThan(6000);
});

it("answers a request that the client gave up halfway with nothing but its end", async () => {
  await startAndLogIn();
  const ignored = packet(PACKET.batch, batch("one"), true, 0);
  ignored[1] = 0x03;
  socket.write(ignored);
  expect(await answer()).toEqual(done(DONE, 0, 0, 0));
});

it("returns a session to its login's database on the reset bit, and says so first", async () => {
  await startAndLogIn();
  const session = backend.sessions.at(-1)!;
  session.database = "other";
  const request = packet(PACKET.batch, batch("one"), true, 0);
  request[1] = 0x09;
  socket.write(request);
  expect((await answer()).subarray(0, 6)).toEqual(Buffer.from([0xe3, 3, 0, 18, 0, 0]));
  expect(session.database).toBe("master");
});

it("takes ntext, plain integers and parameters without a name", async () => {
  await startAndLogIn();
  const ntext = (text: string) =>
    Buffer.concat([Buffer.from([0, 0, 0x63]), u32(2 ** 31 - 1), Buffer.alloc(5), u32(text.length * 2), utf16(text)]);
  const int4 = (value: number) => Buffer.concat([Buffer.from([0, 0, 56]), u32(value)]);
  const executeSql = Buffer.concat([u16(0xffff), u16(10), u16(0)]);
  const declared = "@a int, @b decimal(25, 0)";
  const body = Buffer.concat([HEADERS, executeSql, ntext("take"), ntext(declared), int4(7), int4(8)]);
  socket.write(packet(PACKET.rpc, body, true, 0));
  expect((await answer()).subarray(-13)).toEqual(done(0xfe, 0, 0, 0));
  expect(seen).toEqual([
    [
      { name: "@a", type: { name: "int" }, value: 7 },
      { name: "@b", type: { name: "int" }, value: 8 },
    ],
  ]);
});

it("prepares and runs in one call, and refuses a handle it never gave", async () => {
  await startAndLogIn();
  const nvarchar = (text: string) =>
    Buffer.concat([Buffer.from([0, 0, 0xe7]), u16(8000), Buffer.alloc(5), u16(text.length * 2), utf16(text)]);
  const int = (value: number) => Buffer.concat([Buffer.from([0, 0, 0x26, 4, 4]), u32(value)]);
  const nullHandle = Buffer.from([0, 1, 0x26, 4, 0]);
  const call = (id: number, ...parameters: Buffer[]) =>
    socket.write(packet(PACKET.rpc, Buffer.concat([HEADERS, u16(0xffff), u16(id), u16(0), ...parameters]), true, 0));
  call(13, nullHandle, nvarchar("@v int"), nvarchar("take"), int(5));
  await answer();
  call(12, int(1), int(6));
  await answer();
  expect(seen.map(([v]) => [v?.name, v?.value])).toEqual([
    ["@v", 5],
    ["@v", 6],
  ]);
  call(12, int(99));
  expect((await answer()).readInt32LE(3)).toBe(8179);
});

it.each([
  ["a request before login", packet(PACKET.batch, batch("one"), true, 0)],
  ["a login of a TDS older than 7.2", packet(PACKET.login7, login7(0x71000001), true, 0)],
  ["a login cut short", packet(PACKET.login7, login7().subarray(0, 60), true, 0)],
  ["an endless login", Buffer.concat(Array(40).fill(packet(PACKET.login7, Buffer.alloc(4000), false, 0)))],
  [
    "packets without a body, without end",
    Buffer.concat(Array(20_000).fill(packet(PACKET.login7, Buffer.alloc(0), false, 0))),
  ],
])("closes the connection on %s", async (_what, bytes) => {
  await start();
  socket.resume();
  socket.write(bytes);
  await vi.waitFor(() => expect(face.connections()).toBe(0));
});

it.each([
  ["a second request while the first hangs", [batch("one"), batch("one")]],
  ["a batch without headers", [Buffer.alloc(2)]],
])("closes the connection on %s", async (_what, bodies) => {
  await startAndLogIn();
  faults.set("SQL01", { hang: true });
  socket.resume();
  for (const body of bodies) socket.write(packet(PACKET.batch, body, true, 0));
  await vi.waitFor(() => expect(face.connections()).toBe(0));
});
