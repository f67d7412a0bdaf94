// Who we are to Azure: an access token for a scope, from the credential the estate names. @azure/identity loads on first use.
import type { Secret } from "./secret.ts";
import { LookFailure } from "./source.ts";

export type AzureCredential =
  | { kind: "default" }
  | { kind: "servicePrincipal"; tenantId: string; clientId: string; clientSecret: Secret; authorityHost: string | null }
  | { kind: "token"; token: Secret };

/** Throws LookFailure (denied) with the credential's own words; Azure's client keeps and renews tokens by itself. */
export type TokenSource = (scope: string, signal?: AbortSignal) => Promise<{ token: string; expiresAt: number }>;

export function tokenSource(credential: AzureCredential): TokenSource {
  if (credential.kind === "token") {
    const { token } = credential;
    return async () => ({ token: token.read(), expiresAt: Date.now() + 3_600_000 });
  }
  let client: Promise<import("@azure/identity").TokenCredential> | null = null;
  return async (scope, signal) => {
    client ??= connect(credential);
    try {
      const token = await (await client).getToken(scope, { abortSignal: signal });
      if (token) return { token: token.token, expiresAt: token.expiresOnTimestamp };
    } catch (error) {
      // A new secret in the same place counts from the next try on.
      client = null;
      if (signal?.aborted) throw new LookFailure("timeout", "no token from Azure in time");
      if (error instanceof LookFailure) throw error;
      throw new LookFailure("denied", deniedMessage(error), { code: errorName(error) });
    }
    throw new LookFailure("denied", "Azure handed out no token: check the credential in the estate file");
  };
}

const microsoftAuthorities = new Set([
  "login.microsoftonline.com",
  "login.microsoftonline.us",
  "login.partner.microsoftonline.cn",
]);

async function connect(credential: Exclude<AzureCredential, { kind: "token" }>) {
  const { ClientSecretCredential, DefaultAzureCredential } = await import("@azure/identity");
  if (credential.kind === "default") return new DefaultAzureCredential();
  const { tenantId, clientId, clientSecret, authorityHost } = credential;
  return new ClientSecretCredential(tenantId, clientId, clientSecret.read(), {
    ...(authorityHost && {
      authorityHost,
      // Microsoft's directory of authorities does not know a private one.
      disableInstanceDiscovery: !microsoftAuthorities.has(new URL(authorityHost).hostname),
    }),
  });
}

const errorName = (error: unknown) => (error instanceof Error ? error.name : null);

/** The first line only: the rest of identity's messages is a trace of every way it tried. */
function deniedMessage(error: unknown): string {
  const said = error instanceof Error ? error.message.split("\n", 1)[0]!.slice(0, 300) : "no reason given";
  return `Azure refused the credential: ${said}`;
}
