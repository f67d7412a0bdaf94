import { connect } from "node:net";
import sql from "mssql";
import { afterEach, describe, expect, it, vi } from "vitest";
import { Faults } from "../faults.ts";
import type { SqlEvent, SqlType, SqlValue } from "../sql/result.ts";
import { CA, CERT, KEY, OTHER_CA } from "./fixture.ts";
import { LiteralBackend, rows, type Script } from "./literal-backend.ts";
import { listenTds, type TdsFace, type TdsOptions } from "./server.ts";

const INT: SqlType = { name: "int" };
const ONE = rows({ n: INT }, [[1]]);
const MANY = rows(
  { n: INT, text: { name: "nvarchar", length: 100 } },
  Array.from({ length: 5000 }, (_, i) => [i, `row ${i} ${"x".repeat(i % 60)}`]),
);

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.close().catch(() => {});
});

async function lab(scripts: Record<string, Script> = {}, options: Partial<TdsOptions> = {}) {
  const backend = new LiteralBackend({ "SELECT 1": ONE, "SELECT 1;": ONE, ...scripts });
  const faults = new Faults();
  const face = await listenTds({ name: "SQL01", tls: { key: KEY, cert: CERT }, backend, faults, ...options });
  open.push(face);
  return { face, backend, faults };
}

type Config = Partial<Omit<sql.config, "options">> & { options?: Record<string, unknown> };

async function pool(face: TdsFace, config: Config = {}): Promise<sql.ConnectionPool> {
  const made = new sql.ConnectionPool({
    server: "127.0.0.1",
    port: face.port,
    user: "sa",
    password: "s3cret",
    connectionTimeout: 5000,
    requestTimeout: 5000,
    pool: { max: 1, min: 0 },
    ...config,
    options: {
      encrypt: true,
      serverName: "sql01.lab",
      cryptoCredentialsDetails: { ca: CA },
      ...config.options,
    },
  } as sql.config);
  made.on("error", () => {});
  open.push(made);
  return await made.connect();
}

const failure = (promise: Promise<unknown>) =>
  promise.then(
    () => expect.unreachable("should have failed"),
    (error) => error,
  );

describe("encryption", () => {
  it("serves TLS inside PRELOGIN packets under a private CA", async () => {
    const { face } = await lab({}, { encryption: "required" });
    const { recordset } = await (await pool(face)).query("SELECT 1");
    expect(recordset).toEqual([{ n: 1 }]);
  });

  it("serves TDS 8, where TLS comes first", async () => {
    const { face } = await lab();
    const { recordset } = await (await pool(face, { options: { encrypt: "strict" } })).query("SELECT 1");
    expect(recordset).toEqual([{ n: 1 }]);
  });

  it("is refused by a client that trusts another CA, and by one that expects another name", async () => {
    const { face } = await lab();
    const ca = await failure(pool(face, { options: { cryptoCredentialsDetails: { ca: OTHER_CA } } }));
    expect(ca.code).toBe("ESOCKET");
    const name = await failure(pool(face, { options: { serverName: "sql02.lab" } }));
    expect(name.message).toMatch(/sql02\.lab/);
    await vi.waitFor(() => expect(face.connections()).toBe(0));
  });

  it("speaks clear text when encryption is off, and a client that starts with TLS goes away", async () => {
    const { face } = await lab({}, { encryption: "off" });
    expect((await (await pool(face, { options: { encrypt: false } })).query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
    expect((await failure(pool(face, { options: { encrypt: "strict" } }))).code).toBe("ESOCKET");
  });

  it("leaves the choice to the client when encryption is only offered", async () => {
    const { face } = await lab();
    expect((await (await pool(face, { options: { encrypt: false } })).query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
  });

  it("turns a client away that cannot encrypt when encryption is required", async () => {
    const { face } = await lab({}, { encryption: "required" });
    expect((await failure(pool(face, { options: { encrypt: false } }))).code).toBe("EENCRYPT");
    await vi.waitFor(() => expect(face.connections()).toBe(0));
  });

  it("needs a certificate to require encryption", async () => {
    const backend = new LiteralBackend({});
    await expect(listenTds({ name: "x", encryption: "required", backend, faults: new Faults() })).rejects.toThrow(
      /certificate/,
    );
  });
});

describe("login", () => {
  it("passes on who the client is", async () => {
    const { face, backend } = await lab();
    await pool(face, { database: "Sales", options: { appName: "Linkspan", readOnlyIntent: true } });
    expect(backend.logins[0]).toMatchObject({
      user: "sa",
      password: "s3cret",
      database: "Sales",
      applicationName: "Linkspan",
      serverName: "127.0.0.1",
      readOnlyIntent: true,
    });
  });

  it("keeps a password whole that is not ASCII", async () => {
    const { face, backend } = await lab();
    await failure(pool(face, { password: "пароль-密码-😀" }));
    expect(backend.logins[0]?.password).toBe("пароль-密码-😀");
  });

  it("refuses a wrong password and an unknown database", async () => {
    const { face } = await lab();
    const wrong = await failure(pool(face, { password: "wrong" }));
    expect(wrong.code).toBe("ELOGIN");
    expect(wrong.message).toBe("Login failed for user 'sa'.");
    expect((await failure(pool(face, { database: "nowhere" }))).code).toBe("ELOGIN");
    await vi.waitFor(() => expect(face.connections()).toBe(0));
  });

  it("takes an Entra access token, and refuses a wrong one", async () => {
    const { face, backend } = await lab();
    const entra = (token: string): Config =>
      ({
        user: undefined,
        password: undefined,
        authentication: { type: "azure-active-directory-access-token", options: { token } },
      }) as Config;
    expect((await (await pool(face, entra("good-token"))).query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
    expect(backend.logins[0]?.token).toBe("good-token");
    expect((await failure(pool(face, entra("stale")))).code).toBe("ELOGIN");
  });
});

describe("answers", () => {
  it.each([512, 4096, 32767])("sends thousands of rows in packets of %i bytes", async (packetSize) => {
    const { face } = await lab({ many: MANY });
    const { recordset } = await (await pool(face, { options: { packetSize } })).query("many");
    expect(recordset).toHaveLength(5000);
    expect(recordset[4999]).toEqual({ n: 4999, text: `row 4999 ${"x".repeat(4999 % 60)}` });
  });

  it("takes requests of many packets", async () => {
    const { face } = await lab({
      echo: ({ parameters }) => rows({ v: { name: "nvarchar", length: "max" } }, [[parameters[0]!.value]]),
    });
    const long = "ä".repeat(200_000);
    const { recordset } = await (await pool(face)).request().input("v", sql.NVarChar(sql.MAX), long).query("echo");
    expect(recordset[0].v).toBe(long);
  });

  it("sends several result sets, notices and row counts, from a query and from a batch", async () => {
    const events: SqlEvent[] = [...ONE, { kind: "message", text: "half way" }, ...rows({ n: INT }, [[2], [null]])];
    const { face } = await lab({ both: events });
    for (const way of ["query", "batch"] as const) {
      const request = (await pool(face)).request();
      const notices: string[] = [];
      request.on("info", (info) => notices.push(info.message));
      const result = await request[way]("both");
      expect(result.recordsets).toEqual([[{ n: 1 }], [{ n: 2 }, { n: null }]]);
      if (way === "query") expect(result.rowsAffected).toEqual([1, 2]);
      expect(notices).toEqual(["half way"]);
    }
  });

  it("sends all errors, in order, with their number, state, class and line", async () => {
    const denied = (number: number, message: string): SqlEvent => ({
      kind: "error",
      error: { number, severity: 14, state: 3, line: 7, message },
    });
    const { face } = await lab({ denied: [denied(300, "first"), denied(297, "second"), { kind: "done" }] });
    for (const way of ["query", "batch"] as const) {
      const error = await failure((await pool(face)).request()[way]("denied"));
      expect(error).toMatchObject({ number: 297, state: 3, class: 14, lineNumber: 7, serverName: "SQL01" });
      expect(error.precedingErrors[0].number).toBe(300);
    }
  });

  it("tells a value that is not of its column's type as an error, and goes on", async () => {
    const { face } = await lab({ wrong: rows({ n: INT }, [[1], ["text"]]) });
    const made = await pool(face);
    expect((await failure(made.query("wrong"))).message).toBe("lab: text is no int");
    expect((await made.query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
  });

  it("prepares, runs and unprepares statements", async () => {
    const { face } = await lab({ echo: ({ parameters }) => rows({ v: INT }, [[parameters[0]!.value]]) });
    const statement = new sql.PreparedStatement(await pool(face));
    statement.input("v", sql.Int);
    await statement.prepare("echo");
    expect((await statement.execute({ v: 7 })).recordset).toEqual([{ v: 7 }]);
    expect((await statement.execute({ v: 8 })).recordset).toEqual([{ v: 8 }]);
    await statement.unprepare();
  });

  it("lets a client begin, commit and roll back", async () => {
    const { face } = await lab();
    const made = await pool(face);
    for (const end of ["commit", "rollback"] as const) {
      const transaction = new sql.Transaction(made);
      await transaction.begin();
      await transaction.request().query("SELECT 1");
      await transaction[end]();
    }
  });

  it("refuses a procedure it does not know, and a parameter it cannot take", async () => {
    const { face } = await lab();
    const made = await pool(face);
    expect((await failure(made.request().execute("sp_who2"))).number).toBe(2812);
    const table = new sql.Table();
    table.columns.add("n", sql.Int);
    expect((await failure(made.request().input("t", table).query("SELECT 1"))).number).toBe(8009);
    expect((await made.query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
  });
});

describe("types", () => {
  const utc = (text: string) => Date.parse(`${text}Z`);
  const cases: [SqlType, [SqlValue, unknown][]][] = [
    [
      { name: "bit" },
      [
        [true, true],
        [false, false],
      ],
    ],
    [
      { name: "tinyint" },
      [
        [0, 0],
        [255, 255],
      ],
    ],
    [
      { name: "smallint" },
      [
        [-32768, -32768],
        [32767, 32767],
      ],
    ],
    [
      { name: "int" },
      [
        [-2147483648, -2147483648],
        [2147483647, 2147483647],
      ],
    ],
    [
      { name: "bigint" },
      [
        [-(2n ** 63n), "-9223372036854775808"],
        [2n ** 63n - 1n, "9223372036854775807"],
      ],
    ],
    [
      { name: "real" },
      [
        [0.5, 0.5],
        [-1.5, -1.5],
      ],
    ],
    [
      { name: "float" },
      [
        [0.1, 0.1],
        [-1.7976931348623157e308, -1.7976931348623157e308],
      ],
    ],
    [
      { name: "money" },
      [
        [123456n, 12.3456],
        [-1n, -0.0001],
      ],
    ],
    [
      { name: "decimal", precision: 5, scale: 2 },
      [
        [-12345n, -123.45],
        [0n, 0],
      ],
    ],
    [
      { name: "decimal", precision: 25, scale: 0 },
      [
        [37000060211900000999996n, 3.70000602119e22],
        [-9007199254740991n, -9007199254740991],
      ],
    ],
    [{ name: "decimal", precision: 38, scale: 0 }, [[10n ** 38n - 1n, 1e38]]],
    [{ name: "uniqueidentifier" }, [["0FEDCBA9-8765-4321-0123-456789ABCDEF", "0FEDCBA9-8765-4321-0123-456789ABCDEF"]]],
    [
      { name: "datetime" },
      [
        [utc("2026-02-03T04:05:06.997"), new Date("2026-02-03T04:05:06.997Z")],
        [utc("1753-01-01T00:00:00"), new Date("1753-01-01T00:00:00Z")],
        [utc("2026-02-03T23:59:59.999"), new Date("2026-02-04T00:00:00Z")],
      ],
    ],
    [
      { name: "datetime2", scale: 7 },
      [
        [utc("2026-02-03T04:05:06.123"), new Date("2026-02-03T04:05:06.123Z")],
        [utc("0001-01-01T00:00:00"), new Date("0001-01-01T00:00:00Z")],
        [utc("9999-12-31T23:59:59.999"), new Date("9999-12-31T23:59:59.999Z")],
      ],
    ],
    [{ name: "datetime2", scale: 0 }, [[utc("2026-02-03T23:59:59.700"), new Date("2026-02-04T00:00:00Z")]]],
    [{ name: "date" }, [[utc("2026-02-03T00:00:00"), new Date("2026-02-03T00:00:00Z")]]],
    [{ name: "time", scale: 3 }, [[utc("1970-01-01T04:05:06.123"), new Date("1970-01-01T04:05:06.123Z")]]],
    [
      { name: "datetimeoffset", scale: 3 },
      [[{ ms: utc("2026-02-03T04:05:06.123"), offsetMinutes: 345 }, new Date("2026-02-03T04:05:06.123Z")]],
    ],
    [
      { name: "nvarchar", length: 10 },
      [
        ["", ""],
        ["Grüße 密😀", "Grüße 密😀"],
      ],
    ],
    [
      { name: "nvarchar", length: "max" },
      [
        ["", ""],
        ["密".repeat(50_000), "密".repeat(50_000)],
      ],
    ],
    [
      { name: "varchar", length: 20 },
      [
        ["Grüße € “x”", "Grüße € “x”"],
        ["密", "?"],
      ],
    ],
    [{ name: "varchar", length: "max" }, [["é".repeat(9000), "é".repeat(9000)]]],
    [{ name: "nchar", length: 4 }, [["ab", "ab  "]]],
    [{ name: "char", length: 4 }, [["ab", "ab  "]]],
    [
      { name: "varbinary", length: 8 },
      [
        [Uint8Array.of(0, 255), Buffer.from([0, 255])],
        [new Uint8Array(0), Buffer.alloc(0)],
      ],
    ],
    [{ name: "varbinary", length: "max" }, [[new Uint8Array(70_000).fill(7), Buffer.alloc(70_000, 7)]]],
    [{ name: "binary", length: 4 }, [[Uint8Array.of(1, 2), Buffer.from([1, 2, 0, 0])]]],
    [
      { name: "sql_variant" },
      [
        [true, true],
        [42, 42],
        [1.5, 1.5],
        [5n, "5"],
        ["Enterprise Edition", "Enterprise Edition"],
        [Uint8Array.of(9), Buffer.from([9])],
        [{ ms: 0, offsetMinutes: 0 }, new Date(0)],
      ],
    ],
  ];

  it.each(cases)("reads $name in every shape, and NULL", async (type, values) => {
    const { face } = await lab({
      read: rows({ v: type, after: INT }, [...values.map(([value]) => [value, 1]), [null, 2]]),
    });
    const { recordset } = await (await pool(face)).query("read");
    expect(recordset.map((row) => row.v)).toEqual([...values.map(([, seen]) => seen), null]);
    expect(recordset.at(-1).after).toBe(2);
  });

  it("says which columns can be NULL, and how long and precise they are", async () => {
    const set = {
      columns: [
        { name: "lsn", type: { name: "decimal", precision: 25, scale: 0 } as const, nullable: true },
        { name: "name", type: { name: "nvarchar", length: 128 } as const, nullable: false },
      ],
      rows: [],
    };
    const { face } = await lab({
      shape: [
        { kind: "rows", set },
        { kind: "done", rowCount: 0 },
      ],
    });
    const { columns } = (await (await pool(face)).query("shape")).recordset;
    expect(columns.lsn).toMatchObject({ nullable: true, precision: 25, scale: 0 });
    expect(columns.name).toMatchObject({ nullable: false, length: 256 });
  });

  const instant = new Date("2026-02-03T04:05:06.120Z");
  const sent: [string, unknown, unknown, SqlType, SqlValue][] = [
    ["bit", sql.Bit, true, { name: "bit" }, true],
    ["tinyint", sql.TinyInt, 200, { name: "tinyint" }, 200],
    ["smallint", sql.SmallInt, -5, { name: "smallint" }, -5],
    ["int", sql.Int, -7, INT, -7],
    ["bigint", sql.BigInt, "-9223372036854775808", { name: "bigint" }, -(2n ** 63n)],
    ["real", sql.Real, 0.5, { name: "real" }, 0.5],
    ["float", sql.Float, 0.1, { name: "float" }, 0.1],
    ["decimal", sql.Decimal(10, 2), -123.45, { name: "decimal", precision: 10, scale: 2 }, -12345n],
    ["money", sql.Money, -12.5, { name: "money" }, -125000n],
    ["nvarchar", sql.NVarChar(20), "密😀", { name: "nvarchar", length: 20 }, "密😀"],
    ["nvarchar(max)", sql.NVarChar(sql.MAX), "", { name: "nvarchar", length: "max" }, ""],
    ["varchar", sql.VarChar(20), "é€", { name: "varchar", length: 20 }, "é€"],
    ["varbinary", sql.VarBinary(20), Buffer.from([1]), { name: "varbinary", length: 20 }, Buffer.from([1])],
    [
      "guid",
      sql.UniqueIdentifier,
      "0FEDCBA9-8765-4321-0123-456789ABCDEF",
      { name: "uniqueidentifier" },
      "0FEDCBA9-8765-4321-0123-456789ABCDEF",
    ],
    ["datetime", sql.DateTime, instant, { name: "datetime" }, instant.getTime()],
    ["datetime2", sql.DateTime2(7), instant, { name: "datetime2", scale: 7 }, instant.getTime()],
    ["date", sql.Date, new Date("2026-02-03T00:00:00Z"), { name: "date" }, Date.UTC(2026, 1, 3)],
    ["time", sql.Time(3), new Date("1970-01-01T04:05:06.120Z"), { name: "time", scale: 3 }, 14_706_120],
    [
      "datetimeoffset",
      sql.DateTimeOffset(3),
      instant,
      { name: "datetimeoffset", scale: 3 },
      { ms: instant.getTime(), offsetMinutes: 345 },
    ],
  ];

  it.each(sent)("takes a %s as a parameter, and NULL", async (_name, type, value, expected, received) => {
    const seen: unknown[] = [];
    const { face } = await lab({
      take: ({ parameters }) => {
        seen.push(...parameters);
        return ONE;
      },
    });
    const request = (await pool(face)).request();
    await request
      .input("v", type as never, value)
      .input("n", type as never, null)
      .query("take");
    expect(seen[0]).toMatchObject({ name: "@v", value: received });
    expect((seen[0] as { type: SqlType }).type.name).toBe(expected.name);
    expect(seen[1]).toMatchObject({ name: "@n", value: null });
  });
});

describe("cancel", () => {
  it("ends a hanging request within a second, and the connection lives on", async () => {
    const { face, faults } = await lab({ many: MANY });
    const made = await pool(face);
    faults.set("SQL01", { hang: true });
    const request = made.request();
    const running = failure(request.query("many"));
    await new Promise((resolve) => setTimeout(resolve, 100));
    const from = performance.now();
    request.cancel();
    expect((await running).code).toBe("ECANCEL");
    faults.clear();
    expect((await made.query("many")).recordset).toHaveLength(5000);
    expect(performance.now() - from).toBeLessThan(1000);
    expect(face.connections()).toBe(1);
  });

  it("stops a request in the middle of its rows", async () => {
    const wide = rows({ v: { name: "nvarchar", length: "max" } }, Array(2000).fill(["x".repeat(20_000)]));
    const { face } = await lab({ wide });
    const made = await pool(face);
    const request = made.request();
    request.stream = true;
    const from = performance.now();
    let count = 0;
    await new Promise<void>((resolve) => {
      request.on("row", () => {
        if (++count === 3) request.cancel();
      });
      request.on("error", () => {});
      request.on("done", () => resolve());
      request.query("wide");
    });
    expect((await made.query("SELECT 1")).recordset).toEqual([{ n: 1 }]);
    expect(count).toBeLessThan(2000);
    expect(performance.now() - from).toBeLessThan(2000);
  });
});

describe("faults", () => {
  it("times a hanging request out, and does not hang the driver's own housekeeping", async () => {
    const { face, faults } = await lab({ q: ONE });
    faults.set("SQL01", { hang: true });
    const made = await pool(face, { requestTimeout: 300 });
    expect((await made.request().batch("SELECT 1;")).recordset).toEqual([{ n: 1 }]);
    expect((await failure(made.query("q"))).code).toBe("ETIMEOUT");
    faults.clear();
    expect((await made.query("q")).recordset).toEqual([{ n: 1 }]);
  });

  it("hangs at login until the client gives up", async () => {
    const { face, faults } = await lab();
    faults.set("SQL01", { hangAtLogin: true });
    expect((await failure(pool(face, { connectionTimeout: 300 }))).code).toBe("ETIMEOUT");
    await vi.waitFor(() => expect(face.connections()).toBe(0));
  });

  it("refuses connections and logins", async () => {
    const { face, faults } = await lab();
    faults.set("SQL01", { refuse: true });
    expect((await failure(pool(face))).code).toBe("ESOCKET");
    faults.set("SQL01", { refuseLogin: true });
    expect((await failure(pool(face))).message).toBe("Login failed for user 'sa'.");
  });

  it("is slow when told so", async () => {
    const { face, faults } = await lab({ q: ONE });
    const made = await pool(face);
    faults.set("SQL01", { delayMs: 200 });
    const from = performance.now();
    await made.query("q");
    expect(performance.now() - from).toBeGreaterThanOrEqual(199);
    expect(performance.now() - from).toBeLessThan(400);
  });

  it("closes the socket before an answer", async () => {
    const { face, faults } = await lab({ q: ONE });
    const made = await pool(face);
    faults.set("SQL01", { dropBeforeAnswer: true });
    expect(["ECONNRESET", "ESOCKET", "ECONNCLOSED"]).toContain((await failure(made.query("q"))).code);
    faults.clear();
    expect((await made.query("q")).recordset).toEqual([{ n: 1 }]);
  });

  it("closes the socket after so many rows", async () => {
    const { face, faults } = await lab({ many: MANY });
    const request = (await pool(face)).request();
    faults.set("SQL01", { dropAfterRows: 10 });
    let count = 0;
    request.stream = true;
    request.on("row", () => count++);
    const failed = new Promise<{ code: string }>((resolve) => request.once("error", resolve));
    request.query("many");
    expect(["ECONNRESET", "ESOCKET", "ECONNCLOSED"]).toContain((await failed).code);
    expect(count).toBe(10);
  });

  it("answers with a chosen SQL error, and runs nothing", async () => {
    const ran = vi.fn(() => ONE);
    const { face, faults } = await lab({ q: ran });
    faults.set("SQL01", { sqlError: { number: 1205, message: "You were the deadlock victim." } });
    const made = await pool(face);
    expect(await failure(made.query("q"))).toMatchObject({ number: 1205, class: 16 });
    expect(await failure(made.request().batch("q"))).toMatchObject({ number: 1205, class: 16 });
    expect(ran).not.toHaveBeenCalled();
  });

  it("sends garbage that the driver does not take for an answer", async () => {
    const { face, faults } = await lab({ q: ONE });
    const made = await pool(face);
    faults.set("SQL01", { garbage: true });
    expect((await failure(made.query("q"))).message).toMatch(/Unable to process incoming packet/);
    faults.clear();
    expect((await made.query("q")).recordset).toEqual([{ n: 1 }]);
  });

  it("keeps the faults of one face away from another", async () => {
    const { face, faults } = await lab({ q: ONE });
    faults.set("SQL02", { hang: true, refuse: true });
    expect((await (await pool(face)).query("q")).recordset).toEqual([{ n: 1 }]);
  });
});

describe("robustness", () => {
  it("survives clients that do not speak TDS", async () => {
    const { face } = await lab({ q: ONE });
    let seed = 1;
    const noise = (length: number) =>
      Buffer.from(
        Array.from({ length }, () => {
          seed = (seed * 48271) % 2147483647;
          return seed & 0xff;
        }),
      );
    const openings = [
      Buffer.alloc(0),
      Buffer.from([0x12, 1, 0, 4]),
      Buffer.from([0x12, 1, 0, 9, 0, 0, 1, 0, 0xff]),
      Buffer.from("GET / HTTP/1.1\r\n\r\n"),
      Buffer.from([0x16, 3, 1]),
    ];
    await Promise.all(
      Array.from({ length: 200 }, (_, i) => {
        const socket = connect(face.port, "127.0.0.1");
        socket.on("error", () => {});
        socket.write(Buffer.concat([openings[i % openings.length]!, noise(i * 7)]));
        return new Promise((resolve) => setTimeout(() => socket.destroy() && resolve(undefined), 200));
      }),
    );
    await vi.waitFor(() => expect(face.connections()).toBe(0));
    expect((await (await pool(face)).query("q")).recordset).toEqual([{ n: 1 }]);
  });

  it("reads a conversation cut into pieces of seven bytes", async () => {
    const { face } = await lab({ many: MANY });
    const { createServer } = await import("node:net");
    const cut = (from: NodeJS.ReadableStream, to: NodeJS.WritableStream) =>
      from.on("data", async (chunk: Buffer) => {
        from.pause();
        for (let at = 0; at < chunk.length; at += 7) {
          to.write(chunk.subarray(at, at + 7));
          if (at % 70 === 0) await new Promise(setImmediate);
        }
        from.resume();
      });
    const proxy = createServer({ noDelay: true }, (client) => {
      const server = connect({ port: face.port, host: "127.0.0.1", noDelay: true });
      cut(client, server);
      cut(server, client);
      client.on("close", () => server.destroy()).on("error", () => {});
      server.on("close", () => client.destroy()).on("error", () => {});
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    open.push({ close: async () => proxy.close() });
    const port = (proxy.address() as { port: number }).port;
    const made = await pool({ ...face, port });
    expect((await made.query("many")).recordset).toHaveLength(5000);
    await made.close();
  });

  it("ends every connection on dropAll and on close", async () => {
    const { face } = await lab({ q: ONE });
    const made = await pool(face);
    expect(face.connections()).toBe(1);
    face.dropAll();
    await vi.waitFor(() => expect(face.connections()).toBe(0));
    expect((await made.query("q")).recordset).toEqual([{ n: 1 }]);
    await face.close();
    expect(face.connections()).toBe(0);
    expect((await failure(made.query("q"))).code).toMatch(/^E/);
  });
});
