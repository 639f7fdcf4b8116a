// One JSON document from an issuer: over TLS that the provider's certificates vouch for, without following anybody
// elsewhere, within a bound of size and time.
import { get, type RequestOptions } from "node:https";
import { isIP } from "node:net";
import type { TLSSocket } from "node:tls";
import { ApiError } from "@coffer/contract";
import type { OidcProviderRecord } from "@coffer/store";

export type FetchJson = (
  address: string,
  provider: Pick<OidcProviderRecord, "certificateAuthorities" | "fingerprints">,
) => Promise<unknown>;

const MOST_BYTES = 256 * 1024;
const MILLISECONDS = 5_000;

/** Says nothing of the token: whoever shows it has guessed nothing. */
export class IssuerFailure extends ApiError {}

/** @param why never a part of what the issuer answered */
export function issuerFailed(why: string): IssuerFailure {
  const message = `This JsonWebToken is invalid: its issuer cannot be asked (${why}).`;
  return new IssuerFailure("AuthenticationFail.OIDCToken.Invalid", message);
}

function fingerprintsOf(socket: TLSSocket): string[] {
  const found: string[] = [];
  let certificate = socket.getPeerCertificate(true);
  for (;;) {
    found.push(certificate.fingerprint.replaceAll(":", "").toUpperCase());
    const { issuerCertificate: issuer } = certificate;
    if (issuer === undefined || issuer.fingerprint === certificate.fingerprint) return found;
    certificate = issuer;
  }
}

type Provider = Parameters<FetchJson>[1];

/** Where a provider has fingerprints, one of them must be in the chain. */
function checkFingerprints(socket: unknown, { fingerprints }: Provider): void {
  if (fingerprints.length === 0) return;
  const own = fingerprintsOf(socket as TLSSocket); // the request is https
  if (own.some((fingerprint) => fingerprints.includes(fingerprint))) return;
  throw new ApiError("AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch");
}

function parsed(chunks: readonly Buffer[]): unknown {
  try {
    return JSON.parse(Buffer.concat(chunks).toString("utf8"));
  } catch {
    throw issuerFailed("no JSON");
  }
}

export const fetchJson: FetchJson = (address, provider) => {
  const { promise, resolve, reject } = Promise.withResolvers<unknown>();
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== "https:") return Promise.reject(issuerFailed("its address is not https"));
  const options: RequestOptions = {
    signal: AbortSignal.timeout(MILLISECONDS),
    headers: { accept: "application/json" },
    agent: false,
    ...(isIP(url.hostname) === 0 ? { servername: url.hostname } : {}),
    ...(provider.certificateAuthorities === undefined
      ? {}
      : { ca: provider.certificateAuthorities }),
  };
  const request = get(url, options, (response) => {
    const chunks: Buffer[] = [];
    let bytes = 0;
    const stop = (error: unknown): void => {
      response.destroy();
      reject(error);
    };
    try {
      checkFingerprints(response.socket, provider);
    } catch (error) {
      return stop(error);
    }
    // A redirect is an answer like any other that is not the document.
    if (response.statusCode !== 200) return stop(issuerFailed(`status ${response.statusCode}`));
    response.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      if (bytes > MOST_BYTES) stop(issuerFailed("its answer is too long"));
      else chunks.push(chunk);
    });
    response.on("error", () => reject(issuerFailed("the connection broke")));
    response.on("end", () => {
      try {
        resolve(parsed(chunks));
      } catch (error) {
        reject(error);
      }
    });
  });
  request.on("error", (error: NodeJS.ErrnoException) =>
    reject(issuerFailed(error.code ?? "no answer")),
  );
  return promise;
};
