// Unambiguous bytes for what a ciphertext is bound to: two different lists or maps never give the same bytes.

/** Each part as UTF-8, after its length in four bytes (big-endian). */
export function lengthPrefixed(parts: readonly string[]): Buffer {
  let size = 0;
  const lengths = parts.map((part) => {
    const length = Buffer.byteLength(part, "utf8");
    size += 4 + length;
    return length;
  });
  const bytes = Buffer.allocUnsafe(size);
  let at = 0;
  for (const [index, part] of parts.entries()) {
    const length = lengths[index] ?? 0;
    at = bytes.writeUInt32BE(length, at);
    at += bytes.write(part, at, length, "utf8");
  }
  return bytes;
}

/**
 * Canonical bytes of an encryption context: pairs sorted by the UTF-8 bytes of their names. Order and
 * spelling of the JSON it came in do not matter; absent and empty are the same.
 */
export function canonicalContext(pairs: Readonly<Record<string, string>>): Buffer {
  const names = Object.keys(pairs).sort((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return lengthPrefixed(names.flatMap((name) => [name, pairs[name] ?? ""]));
}
