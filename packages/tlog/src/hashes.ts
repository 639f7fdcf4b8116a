// The two hashes of a Merkle tree (RFC 6962, section 2.1): leaves and inner nodes can never be taken for each other.
import { hash } from "node:crypto";

export const HASH_BYTES = 32;

const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

/** In one call, and out of the pool: an object and a buffer of its own for each hash cost more than the hash. */
const sha256 = (...parts: readonly Uint8Array[]): Buffer =>
  Buffer.from(hash("sha256", Buffer.concat(parts), "latin1"), "latin1");

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
