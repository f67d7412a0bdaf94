import { X509Certificate } from "node:crypto";
import type { AddressInfo } from "node:net";
import { connect, createServer, type TLSSocket } from "node:tls";
import { describe, expect, it } from "vitest";
import { type CertificateRequest, issueCertificate } from "./x509.ts";

const dates = { startsAt: new Date("2026-01-02T03:04:05Z"), expiresAt: new Date("2056-01-02T03:04:05Z") };
const authority = issueCertificate({ commonName: "Linkspan lab CA", isAuthority: true, ...dates });

describe("issueCertificate", () => {
  it("writes a certificate that Node reads: names, dates, issuer, thumbprint", () => {
    const leaf = issueCertificate(
      { commonName: "sqlham02", dns: ["sqlham02.lab"], ip: ["127.0.0.1"], ...dates },
      authority,
    );
    const read = new X509Certificate(leaf.der);
    expect(read.subject).toBe("CN=sqlham02");
    expect(read.issuer).toBe("CN=Linkspan lab CA");
    expect(read.subjectAltName).toBe("DNS:sqlham02.lab, IP Address:127.0.0.1");
    expect(new Date(read.validFrom).toISOString()).toBe("2026-01-02T03:04:05.000Z");
    expect(new Date(read.validTo).toISOString()).toBe("2056-01-02T03:04:05.000Z");
    expect(read.fingerprint.replaceAll(":", "")).toBe(leaf.thumbprint);
    expect(read.verify(new X509Certificate(authority.cert).publicKey)).toBe(true);
    expect(read.ca).toBe(false);
    expect(new X509Certificate(authority.der).ca).toBe(true);
  });

  it("writes the same bytes for the same seed, and a name beyond ASCII and 127 bytes", () => {
    const request: CertificateRequest = {
      commonName: `Zürich ${"x".repeat(150)}`,
      seed: Buffer.alloc(32, 7),
      ...dates,
    };
    const [first, second] = [issueCertificate(request), issueCertificate(request)];
    expect(first.thumbprint).toBe(second.thumbprint);
    expect(new X509Certificate(first.der).subject).toContain("Zürich");
    expect(new X509Certificate(first.der).verify(new X509Certificate(first.der).publicKey)).toBe(true);
  });

  it("stands a TLS handshake, and a wrong name does not", async () => {
    const leaf = issueCertificate({ commonName: "sqlham01.lab", dns: ["sqlham01.lab"], ...dates }, authority);
    const server = createServer({ key: leaf.key, cert: leaf.cert }, (socket) => socket.end());
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const { port } = server.address() as AddressInfo;
    const handshake = (servername: string) =>
      new Promise<string>((resolve) => {
        const socket: TLSSocket = connect({ port, host: "127.0.0.1", servername, ca: authority.cert }, () => {
          resolve(socket.authorized ? "trusted" : "not trusted");
          socket.destroy();
        });
        socket.on("error", (error: NodeJS.ErrnoException) => resolve(error.code ?? "error"));
      });
    expect(await handshake("sqlham01.lab")).toBe("trusted");
    expect(await handshake("other.lab")).toBe("ERR_TLS_CERT_ALTNAME_INVALID");
    await new Promise((resolve) => server.close(resolve));
  });
});
