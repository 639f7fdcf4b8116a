// Text of strangers on a terminal: signs that would control it, or change the direction of writing, are shown instead.

/** The same text with such signs as `\u{1b}`. */
export function visible(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu, (sign) => {
    return `\\u{${sign.codePointAt(0)?.toString(16)}}`;
  });
}
