// Entry bundles (C2SP tlog-tiles): up to 256 entries, each behind its length in two bytes, big-endian.

/** The longest entry that a bundle can hold. */
export const MOST_ENTRY_BYTES = 0xffff;

/** A bundle that cannot be read. */
export class BundleError extends Error {
  constructor(message: string) {
    super(message);
    this.name = "BundleError";
  }
}

/**
 * With so many bytes of zeros behind it, if any.
 * @throws RangeError for an entry of more than 65,535 bytes
 */
export function encodeBundle(entries: readonly Uint8Array[], room = 0): Buffer {
  const bytes = Buffer.alloc(entries.reduce((sum, { length }) => sum + 2 + length, room));
  let at = 0;
  for (const entry of entries) {
    if (entry.length > MOST_ENTRY_BYTES) throw new RangeError("an entry is too long for a bundle");
    at = bytes.writeUInt16BE(entry.length, at);
    bytes.set(entry, at);
    at += entry.length;
  }
  return bytes;
}

/** @throws BundleError for bytes that end within an entry */
export function decodeBundle(bytes: Uint8Array): Uint8Array[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const entries: Uint8Array[] = [];
  for (let at = 0; at < buffer.length; ) {
    if (at + 2 > buffer.length) throw new BundleError("the bundle ends within a length");
    const end = at + 2 + buffer.readUInt16BE(at);
    if (end > buffer.length) throw new BundleError("the bundle ends within an entry");
    entries.push(buffer.subarray(at + 2, end));
    at = end;
  }
  return entries;
}
