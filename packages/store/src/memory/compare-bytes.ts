// The order of texts in memory.

/**
 * Order by UTF-8 bytes, as databases with a binary collation have it. It is the order of UTF-16 units but for
 * surrogates: they stand for the characters beyond U+FFFF, which come last.
 */
export function compareBytes(one: string, two: string): number {
  const rank = (unit: number): number => (unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10000 : unit);
  const length = Math.min(one.length, two.length);
  for (let index = 0; index < length; index += 1) {
    const difference = rank(one.charCodeAt(index)) - rank(two.charCodeAt(index));
    if (difference !== 0) return difference;
  }
  return one.length - two.length;
}
