// Signature version 3 (ACS3): a keyed hash over method, query, the signed headers and the body's hash.
import { createHmac, hash } from "node:crypto";
import { ApiError } from "@coffer/contract";
import { percentEncode, sortedNames } from "./percent.ts";

/** One row for each algorithm with a shared secret. */
const ALGORITHMS: Readonly<Record<string, string>> = {
  __proto__: null as never, // names of the prototype are not algorithms
  "ACS3-HMAC-SHA256": "sha256",
  "ACS3-HMAC-SM3": "sm3",
};

export interface AuthorizationV3 {
  readonly algorithm: string;
  /** The hash function's name. */
  readonly digest: string;
  readonly accessKeyId: string;
  /** In the order given. */
  readonly signedHeaders: readonly string[];
  /** Lower-case hexadecimal. */
  readonly signature: string;
}

/**
 * Reads `<algorithm> Credential=…,SignedHeaders=…,Signature=…`, fields in any order.
 *
 * @throws ApiError `IncompleteSignature`
 */
export function parseAuthorization(text: string): AuthorizationV3 {
  const space = text.indexOf(" ");
  const algorithm = space === -1 ? text : text.slice(0, space);
  const digest = ALGORITHMS[algorithm];
  if (digest === undefined) {
    const known = "ACS3-HMAC-SHA256 or ACS3-HMAC-SM3";
    throw new ApiError("IncompleteSignature", `The signature algorithm must be ${known}.`);
  }
  const fields = new Map<string, string>();
  for (const part of text.slice(space + 1).split(",")) {
    const equals = part.indexOf("=");
    const name = part.slice(0, equals).trim();
    if (equals === -1 || fields.has(name)) throw new ApiError("IncompleteSignature");
    fields.set(name, part.slice(equals + 1).trim());
  }
  const accessKeyId = fields.get("Credential") ?? "";
  const signedHeaders = (fields.get("SignedHeaders") ?? "")
    .split(";")
    .filter((name) => name !== "");
  const signature = fields.get("Signature") ?? "";
  if (accessKeyId === "") throw new ApiError("MissingAccessKeyId");
  if (signature === "") throw new ApiError("MissingSignature");
  if (signedHeaders.length === 0) throw new ApiError("IncompleteSignature");
  return { algorithm, digest, accessKeyId, signedHeaders, signature };
}

export interface SignedParts {
  readonly method: string;
  readonly query: ReadonlyMap<string, string>;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Uint8Array;
}

function canonicalHeader(value: string | readonly string[] | undefined): string {
  if (value === undefined) return "";
  return typeof value === "string"
    ? value.trim()
    : value
        .map((each) => each.trim())
        .sort()
        .join(",");
}

/** The hash of the body in lower-case hexadecimal. */
export function bodyHash(digest: string, body: Uint8Array): string {
  return hash(digest, body, "hex");
}

export function stringToSignV3(authorization: AuthorizationV3, parts: SignedParts): string {
  const { algorithm, digest, signedHeaders } = authorization;
  const query = sortedNames(parts.query.keys())
    .map((name) => `${percentEncode(name)}=${percentEncode(parts.query.get(name) ?? "")}`)
    .join("&");
  // A caller names these headers: `constructor` is none of the request's.
  const given = (name: string) => (Object.hasOwn(parts.headers, name) ? parts.headers[name] : "");
  const block = signedHeaders.map((name) => `${name}:${canonicalHeader(given(name))}\n`);
  const canonical = [
    parts.method,
    "/",
    query,
    block.join(""),
    signedHeaders.join(";"),
    bodyHash(digest, parts.body),
  ].join("\n");
  return `${algorithm}\n${hash(digest, canonical, "hex")}`;
}

/** `secret` is the AccessKey's secret half, used as it is. */
export function signV3(digest: string, stringToSign: string, secret: string): Buffer {
  return createHmac(digest, secret).update(stringToSign).digest();
}
