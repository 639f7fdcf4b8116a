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

/** Between `*` the pieces come one after the other, each as early as it can: that leaves the rest most room. */
function compilePieces(pattern: string): Matcher {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop() ?? "";
  return (text) => {
    const end = text.length - last.length;
    if (end < first.length || !text.startsWith(first) || !text.endsWith(last)) return false;
    let at = first.length;
    for (const piece of rest) {
      const found = text.indexOf(piece, at);
      if (found === -1) return false;
      at = found + piece.length;
    }
    return at <= end;
  };
}

/** A pattern made ready; those without `?` take a shorter way. */
export function compileGlob(pattern: string): Matcher {
  if (pattern.includes("?")) return (text) => globMatches(pattern, text);
  return pattern.includes("*") ? compilePieces(pattern) : (text) => text === pattern;
}
