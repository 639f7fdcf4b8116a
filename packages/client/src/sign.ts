// Signature V3 (ACS3-HMAC-SHA256) of a request, from the sending side.
import { createHash, createHmac } from "node:crypto";

export interface Unsigned {
  readonly method: "GET" | "POST";
  /** `host:port`, as it will be sent. */
  readonly host: string;
  /** Canonical query: sorted, percent-encoded, without `?`. */
  readonly query: string;
  readonly body: string;
  readonly action: string;
  readonly version: string;
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken?: string | undefined;
  /** `2026-11-24T08:00:00Z` */
  readonly date: string;
  readonly nonce: string;
  /** Further headers to send and cover, names in lower case. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Percent-encoding as RFC 3986 has it. */
export function percentEncode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** Parameters sorted and percent-encoded: a query or a form body. */
export function encodeParameters(parameters: Readonly<Record<string, string>>): string {
  return Object.keys(parameters)
    .sort()
    .map((name) => `${percentEncode(name)}=${percentEncode(parameters[name] ?? "")}`)
    .join("&");
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** All headers to send, `authorization` among them. */
export function signedHeaders(request: Unsigned): Record<string, string> {
  const { accessKeyId, accessKeySecret, securityToken, body } = request;
  const hash = sha256(body);
  const token: Record<string, string> =
    securityToken === undefined || securityToken === ""
      ? {}
      : { "x-acs-accesskey-id": accessKeyId, "x-acs-security-token": securityToken };
  const headers: Record<string, string> = {
    ...request.headers,
    host: request.host,
    "x-acs-action": request.action,
    "x-acs-content-sha256": hash,
    "x-acs-date": request.date,
    "x-acs-signature-nonce": request.nonce,
    "x-acs-version": request.version,
    ...(body === "" ? {} : { "content-type": "application/x-www-form-urlencoded" }),
    ...token,
  };
  const names = Object.keys(headers)
    .filter((name) => name.startsWith("x-acs-") || name === "host" || name === "content-type")
    .sort();
  const block = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join("");
  const list = names.join(";");
  const canonical = [request.method, "/", request.query, block, list, hash].join("\n");
  const algorithm = "ACS3-HMAC-SHA256";
  const signature = createHmac("sha256", accessKeySecret)
    .update(`${algorithm}\n${sha256(canonical)}`)
    .digest("hex");
  const authorization = `${algorithm} Credential=${accessKeyId},SignedHeaders=${list},Signature=${signature}`;
  return { ...headers, authorization };
}
