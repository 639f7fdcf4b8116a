// Signed requests (V1), made before a measurement so that signing costs nothing during it.
import { createHmac, randomUUID } from "node:crypto";

export interface Credentials {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
}

/** Percent-encoding as RFC 3986 has it. */
function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

/** `now` is milliseconds since 1970. Returns the signed parameters, encoded and joined. */
export function signedParameters(
  method: "GET" | "POST",
  parameters: Readonly<Record<string, string>>,
  { accessKeyId, accessKeySecret }: Credentials,
): string {
  const all: Record<string, string> = {
    AccessKeyId: accessKeyId,
    Format: "JSON",
    SignatureMethod: "HMAC-SHA1",
    SignatureNonce: randomUUID(),
    SignatureVersion: "1.0",
    Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
    Version: "2016-01-20",
    ...parameters,
  };
  const canonical = Object.keys(all)
    .sort()
    .map((name) => `${encode(name)}=${encode(all[name] ?? "")}`)
    .join("&");
  const signature = createHmac("sha1", `${accessKeySecret}&`)
    .update(`${method}&%2F&${encode(canonical)}`)
    .digest("base64");
  return `${canonical}&Signature=${encode(signature)}`;
}

/** The bytes of one request on a kept connection. */
export function requestBytes(
  method: "GET" | "POST",
  parameters: Readonly<Record<string, string>>,
  credentials: Credentials,
): Buffer {
  const signed = signedParameters(method, parameters, credentials);
  const head = "Host: 127.0.0.1\r\nAccept: application/json\r\n";
  if (method === "GET") return Buffer.from(`GET /?${signed} HTTP/1.1\r\n${head}\r\n`);
  const type = "Content-Type: application/x-www-form-urlencoded\r\n";
  const length = `Content-Length: ${Buffer.byteLength(signed)}\r\n`;
  return Buffer.from(`POST / HTTP/1.1\r\n${head}${type}${length}\r\n${signed}`);
}
