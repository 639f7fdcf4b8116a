// Searches for secrets in whatever a server wrote, in the forms that they might have been written in.
import assert from "node:assert/strict";

/** As it is, or encoded. */
function formsOf(secret: Uint8Array): Buffer[] {
  const bytes = Buffer.from(secret);
  const texts = [
    bytes.toString("base64").replace(/=+$/, ""),
    bytes.toString("base64url"),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    [...bytes].join(","),
    encodeURIComponent(bytes.toString("utf8")),
  ];
  return [
    bytes,
    Buffer.from(bytes.toString("utf8"), "utf16le"),
    ...texts.map((text) => Buffer.from(text)),
  ];
}

export function assertAbsent(
  where: string,
  content: Uint8Array,
  secrets: readonly (string | Uint8Array)[],
): void {
  const searched = Buffer.from(content);
  for (const secret of secrets) {
    for (const form of formsOf(Buffer.from(secret as string))) {
      assert.equal(searched.includes(form), false, `${where} holds ${form.toString("latin1")}`);
    }
  }
}
