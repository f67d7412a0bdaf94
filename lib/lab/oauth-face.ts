// Microsoft Entra as far as a service principal needs it: discovery and the client-credentials token endpoint, over HTTPS only.
import { type HttpAnswer, type HttpFace, listenHttp } from "./http-face.ts";

export interface OauthOptions {
  host: string;
  port: number;
  /** Host name in the certificate, which the discovery document repeats. */
  publicHost: string;
  tls: { key: string; cert: string };
  clientSecret: string;
  /** The one token the lab's faces accept. */
  token: string;
}

/** authorityHost of the credential is the face's address with `publicHost`; instance discovery must be off. */
export function listenOauth({ host, port, publicHost, tls, clientSecret, token }: OauthOptions): Promise<HttpFace> {
  const handle = ({ method, url, body }: { method: string; url: URL; body: string }): HttpAnswer => {
    const tenant = url.pathname.split("/")[1] ?? "";
    const authority = `https://${publicHost}:${url.port}/${tenant}`;
    if (method === "GET" && url.pathname.endsWith("/.well-known/openid-configuration")) {
      return {
        status: 200,
        body: {
          issuer: `${authority}/v2.0`,
          token_endpoint: `${authority}/oauth2/v2.0/token`,
          authorization_endpoint: `${authority}/oauth2/v2.0/authorize`,
          jwks_uri: `${authority}/discovery/v2.0/keys`,
          response_types_supported: ["code"],
          subject_types_supported: ["pairwise"],
          id_token_signing_alg_values_supported: ["RS256"],
        },
      };
    }
    if (method === "POST" && url.pathname.endsWith("/oauth2/v2.0/token")) {
      const form = new URLSearchParams(body);
      if (form.get("grant_type") === "client_credentials" && form.get("client_secret") === clientSecret) {
        return {
          status: 200,
          body: { token_type: "Bearer", expires_in: 3599, ext_expires_in: 3599, access_token: token },
        };
      }
      return {
        status: 401,
        body: {
          error: "invalid_client",
          error_description: "AADSTS7000215: Invalid client secret provided.",
          error_codes: [7_000_215],
        },
      };
    }
    return { status: 404, body: { error: "not_found" } };
  };
  return listenHttp({ host, port, tls, handle });
}
