// Canonical bytes of an encryption context, which is a map: the order in which its pairs arrive means nothing.
// docs/formats/ciphertext.md, section "Encryption context".
import { lengthPrefixed } from "./length-prefixed.ts";

// Keeps a caller's context apart from every context the service itself encrypts under.
const LABEL = "coffer/encryption-context/v1";

/**
 * The same bytes for equal maps, other bytes for any other map; sorted by the UTF-8 bytes of the names.
 * @throws TypeError when a name or value holds half of a surrogate pair
 */
export function canonicalContext(pairs: Readonly<Record<string, string>>): Uint8Array {
  const sorted = Object.entries(pairs)
    .map(([name, value]) => ({ name, value, order: Buffer.from(name) }))
    .sort((left, right) => Buffer.compare(left.order, right.order));
  return lengthPrefixed([LABEL, ...sorted.flatMap(({ name, value }) => [name, value])]);
}

/** Bytes that the service itself encrypts under: never those of a caller's context. */
export function serviceContext(purpose: string, parts: readonly string[]): Uint8Array {
  return lengthPrefixed([`coffer/${purpose}/v1`, ...parts]);
}
