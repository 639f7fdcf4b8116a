// Copies of bytes that a caller is given while the row is kept: out of the pool, since a buffer of its own for each of
// them costs more than all else that reading a kept row does.

/** A copy that changes with nothing else, for the length of a request: kept for longer, it would keep a whole pool. */
export function copyOfBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.from(bytes);
}
