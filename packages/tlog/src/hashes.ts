// The two hashes of a Merkle tree (RFC 6962, section 2.1): leaves and inner nodes can never be taken for each other.
import { createHash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export function leafHash(entry: Uint8Array): Buffer {
  return createHash("sha256").update(LEAF).update(entry).digest();
}

export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  return createHash("sha256").update(NODE).update(left).update(right).digest();
}

/** Of the tree without leaves. */
export function emptyRoot(): Buffer {
  return createHash("sha256").digest();
}
