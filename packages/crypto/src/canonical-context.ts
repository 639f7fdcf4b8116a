// Canonical bytes of an encryption context, which is a map: the order in which its pairs arrive means nothing.
// docs/formats/ciphertext.md, section "Encryption context".
import { lengthPrefixed } from "./length-prefixed.ts";

// Keep a caller's context apart from every context the service itself encrypts under, and bytes apart from text.
const LABELS = { bytes: "coffer/encryption-context/v1", text: "coffer/encrypted-text/v1" } as const;

/** What was encrypted: the bytes that a text in Base64 stands for, or the text itself. */
export type PlaintextKind = keyof typeof LABELS;

/**
 * The same bytes for equal maps and kinds, other bytes for any other; sorted by the UTF-8 bytes of the names.
 * @throws TypeError when a name or value holds half of a surrogate pair
 */
export function canonicalContext(
  pairs: Readonly<Record<string, string>>,
  kind: PlaintextKind = "bytes",
): Uint8Array {
  const sorted = Object.entries(pairs)
    .map(([name, value]) => ({ name, value, order: Buffer.from(name) }))
    .sort((left, right) => Buffer.compare(left.order, right.order));
  return lengthPrefixed([LABELS[kind], ...sorted.flatMap(({ name, value }) => [name, value])]);
}

/** Bytes that the service itself encrypts under: never those of a caller's context. */
export function serviceContext(purpose: string, parts: readonly string[]): Uint8Array {
  return lengthPrefixed([`coffer/${purpose}/v1`, ...parts]);
}
