// Signature version 1.0: HMAC-SHA1 over the method and all parameters of query and form body. Headers and JSON
// bodies are not covered.
import { createHmac } from "node:crypto";
import { percentEncode, sortedNames } from "./percent.ts";

/** A text encoded twice, as it stands in the string to sign. */
function twice(text: string): string {
  const once = percentEncode(text);
  return once.includes("%") ? once.replaceAll("%", "%25") : once;
}

/** The path is always `/`, whatever the real one is. */
export function stringToSignV1(method: string, parameters: ReadonlyMap<string, string>): string {
  const pairs: string[] = [];
  for (const name of sortedNames(parameters.keys())) {
    if (name === "Signature") continue;
    pairs.push(`${twice(name)}%3D${twice(parameters.get(name) ?? "")}`);
  }
  return `${method}&%2F&${pairs.join("%26")}`;
}

/** `secret` is the AccessKey's secret half. */
export function signV1(stringToSign: string, secret: string): Buffer {
  // Out of the pool: a buffer of its own would cost a third of the whole.
  const signature = createHmac("sha1", `${secret}&`).update(stringToSign).digest("latin1");
  return Buffer.from(signature, "latin1");
}
