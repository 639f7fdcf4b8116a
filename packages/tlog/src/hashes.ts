// The two hashes of a Merkle tree (RFC 6962, section 2.1): leaves and inner nodes can never be taken for each other.
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** What is hashed, side by side: an object, or new bytes, for each hash would cost more than the hash. */
let together = Buffer.alloc(1_024);

function sha256(...parts: readonly Uint8Array[]): Buffer {
  let length = 0;
  for (const part of parts) length += part.length;
  if (length > together.length) together = Buffer.alloc(2 * length);
  let at = 0;
  for (const part of parts) {
    together.set(part, at);
    at += part.length;
  }
  return Buffer.from(hash("sha256", together.subarray(0, length), "latin1"), "latin1");
}

export function leafHash(entry: Uint8Array): Buffer {
  return sha256(LEAF, entry);
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return sha256(NODE, left, right);
}

/** Of the tree without leaves. */
export function emptyRoot(): Buffer {
  return sha256();
}
