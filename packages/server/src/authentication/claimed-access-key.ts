// The AccessKey that a request claims to be signed with, before anything about it is checked. Never throws.
import type { Evidence } from "./authenticate.ts";

/** Empty when the request names none that can be read. */
export function claimedAccessKey({
  headers,
  signed,
}: Pick<Evidence, "headers" | "signed">): string {
  const { authorization } = headers;
  const text = typeof authorization === "string" ? authorization : "";
  if (!text.startsWith("ACS")) return signed.get("AccessKeyId") ?? "";
  return /[ ,]Credential=([^,\s]*)/.exec(text)?.[1] ?? "";
}
