// Unambiguous bytes of a list of texts, for authenticated data: two different lists never give the same bytes.
// docs/formats/ciphertext.md, section "Lists of texts".

/**
 * Each text as its UTF-8 length (four bytes, big-endian) and its UTF-8 bytes, one after the other.
 * @throws TypeError when a text holds half of a surrogate pair: UTF-8 would make such texts collide
 */
export function lengthPrefixed(texts: readonly string[]): Buffer {
  let atMost = 0;
  for (const text of texts) {
    if (!text.isWellFormed()) throw new TypeError("a context text must be well-formed Unicode");
    atMost += 4 + 3 * text.length;
  }
  const bytes = Buffer.allocUnsafe(atMost);
  let at = 0;
  for (const text of texts) {
    const length = bytes.write(text, at + 4);
    bytes.writeUInt32BE(length, at);
    at += 4 + length;
  }
  return bytes.subarray(0, at);
}
