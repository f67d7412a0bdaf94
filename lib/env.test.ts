import { expect, test } from "vitest";
import { readEnv } from "./env.ts";

test("an empty environment gives the defaults", () => {
  expect(readEnv({})).toEqual({
    databaseUrl: null,
    estatePath: null,
    port: 3000,
    host: "127.0.0.1",
    dataDirectory: ".data",
    isPoller: true,
    logLevel: "info",
  });
});

test("what is set counts, and an empty variable counts as not set", () => {
  const env = readEnv({ PORT: "8080", HOST: "", LINKSPAN_POLLER: "off", LINKSPAN_ESTATE: "/etc/estate.yaml" });
  expect(env).toMatchObject({ port: 8080, host: "127.0.0.1", isPoller: false, estatePath: "/etc/estate.yaml" });
});

test("every wrong variable is named at once, without its value", () => {
  const read = () =>
    readEnv({ PORT: "70000", LINKSPAN_POLLER: "yes", LINKSPAN_LOG: "loud", DATABASE_URL: "mysql://root:hunter2@db" });
  expect(read).toThrow(
    [
      "The environment cannot be used:",
      "  DATABASE_URL: should look like postgresql://user@host:5432/linkspan",
      "  PORT: should be a port from 1 to 65535",
      "  LINKSPAN_POLLER: should be on or off",
      "  LINKSPAN_LOG: should be one of debug, info, warn, error, silent",
    ].join("\n"),
  );
  expect(read).not.toThrow(/hunter2/);
});
