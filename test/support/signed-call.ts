// A V1-signed call written down plainly from the protocol's description, for tests that must not depend on
// our own client.
import { createHmac, randomUUID } from "node:crypto";
import { ACCESS_KEY } from "./server.ts";

function encode(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}

export interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly text: string;
}

/** The body of a signed call. */
export function sign(action: string, members: Readonly<Record<string, string>>): string {
  const all: Record<string, string> = {
    Version: "2016-01-20",
    ...members,
    Action: action,
    AccessKeyId: ACCESS_KEY.accessKeyId,
    SignatureMethod: "HMAC-SHA1",
    SignatureVersion: "1.0",
    SignatureNonce: randomUUID(),
    Timestamp: `${new Date().toISOString().slice(0, 19)}Z`,
  };
  const canonical = Object.keys(all)
    .sort()
    .map((name) => `${encode(name)}=${encode(all[name] ?? "")}`)
    .join("&");
  const signature = createHmac("sha1", `${ACCESS_KEY.accessKeySecret}&`)
    .update(`POST&%2F&${encode(canonical)}`)
    .digest("base64");
  return `${canonical}&Signature=${encode(signature)}`;
}

/** Sends a signed call's body by POST. */
export async function send(endpoint: string, body: string): Promise<Answer> {
  const response = await fetch(endpoint, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body,
  });
  const text = await response.text();
  return { status: response.status, body: JSON.parse(text), text };
}

/** Calls an operation by POST with a form body. */
export function call(
  endpoint: string,
  action: string,
  members: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  return send(endpoint, sign(action, members));
}
