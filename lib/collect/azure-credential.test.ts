// A service principal of a private Entra authority, with the real Azure client in a process that trusts the authority's certificate.
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { HttpFace } from "../lab/http-face.ts";
import { listenOauth } from "../lab/oauth-face.ts";
import { CA, CERT, KEY } from "../lab/tds/fixture.ts";

const directory = mkdtempSync(path.join(os.tmpdir(), "linkspan-authority-"));
let authority: HttpFace;

beforeAll(async () => {
  writeFileSync(path.join(directory, "ca.pem"), CA);
  const tls = { key: KEY, cert: CERT };
  const at = { host: "127.0.0.1", port: 0, publicHost: "localhost" };
  authority = await listenOauth({ ...at, tls, clientSecret: "s3cret-word", token: "good-token" });
});
afterAll(async () => {
  await authority.close();
  rmSync(directory, { recursive: true });
});

/** What tokenSource gives or throws, from a process of its own: Node reads extra authorities only as it starts. */
async function askInChild(clientSecret: string): Promise<unknown> {
  const credential = {
    kind: "servicePrincipal",
    tenantId: "11111111-1111-1111-1111-111111111111",
    clientId: "22222222-2222-2222-2222-222222222222",
    authorityHost: `https://localhost:${authority.port}`,
  };
  const script = `
    import { tokenSource } from "./lib/collect/azure-credential.ts";
    import { Secret } from "./lib/collect/secret.ts";
    const clientSecret = new Secret("env:X", () => ${JSON.stringify(clientSecret)});
    const ask = tokenSource({ ...${JSON.stringify(credential)}, clientSecret });
    ask("https://management.azure.com/.default").then(
      ({ token }) => console.log(JSON.stringify({ token })),
      ({ kind, message }) => console.log(JSON.stringify({ kind, message })));`;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--import", "tsx", "--input-type=module", "--eval", script],
    { env: { ...process.env, NODE_EXTRA_CA_CERTS: path.join(directory, "ca.pem") } },
  );
  return JSON.parse(stdout);
}

test("a private authority hands out a token without Microsoft being asked who it is", { timeout: 30_000 }, async () => {
  expect(await askInChild("s3cret-word")).toEqual({ token: "good-token" });
});

test("a wrong secret is denied in the authority's words, without the secret", { timeout: 30_000 }, async () => {
  const failed = await askInChild("wrong-word");
  expect(failed).toMatchObject({ kind: "denied", message: expect.stringContaining("Azure refused the credential") });
  expect(JSON.stringify(failed)).not.toContain("wrong-word");
});
