// Patterns with `*` (any run of characters, empty too) and `?` (one character, that is one code point). No regular
// expression is made of a policy's text: the matcher below remembers the last `*` only, so the time is at most the
// pattern's length times the text's, whatever both hold, and mostly their sum.

export type Matcher = (text: string) => boolean;

function widthAt(text: string, at: number): number {
  return (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1;
}

/** Whether the pattern matches the whole text; a `*` or `?` inside the text is a sign like any other. */
export function globMatches(pattern: string, text: string): boolean {
  let [inPattern, inText] = [0, 0];
  let [afterStar, retryAt] = [-1, 0];
  while (inText < text.length) {
    const wanted = pattern.codePointAt(inPattern);
    if (wanted === 0x2a) {
      inPattern += 1;
      [afterStar, retryAt] = [inPattern, inText];
    } else if (wanted !== undefined && (wanted === 0x3f || wanted === text.codePointAt(inText))) {
      inPattern += widthAt(pattern, inPattern);
      inText += widthAt(text, inText);
    } else if (afterStar >= 0) {
      // The last `*` takes one character more. What stood before it need never be looked at again.
      retryAt += widthAt(text, retryAt);
      [inPattern, inText] = [afterStar, retryAt];
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === "*") inPattern += 1;
  return inPattern === pattern.length;
}

/** A pattern made ready; those without wildcards, or with one `*` at the end, take a shorter way. */
export function compileGlob(pattern: string): Matcher {
  const first = pattern.search(/[*?]/);
  if (first === -1) return (text) => text === pattern;
  if (pattern === "*") return () => true;
  if (first === pattern.length - 1 && pattern.endsWith("*")) {
    const prefix = pattern.slice(0, -1);
    return (text) => text.startsWith(prefix);
  }
  return (text) => globMatches(pattern, text);
}
