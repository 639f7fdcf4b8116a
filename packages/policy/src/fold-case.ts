// Comparing without case. RAM names no rule for letters outside ASCII; ours is one sign against one sign, the same
// in every locale: upper case, then lower case, each only where it yields one sign again (so `ß` is not `ss`).

const ASCII = /^[\0-\x7f]*$/;

/** ASCII letters only: for actions and names of condition keys, whose grammar knows no others. */
export function foldAscii(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function single(changed: string, sign: string): string {
  const [first] = changed;
  return first === changed ? changed : sign;
}

/** Equal for texts that differ in the case of letters only. */
export function foldCase(text: string): string {
  if (ASCII.test(text)) return text.toLowerCase();
  let folded = "";
  for (const sign of text) {
    const upper = single(sign.toUpperCase(), sign);
    folded += single(upper.toLowerCase(), upper);
  }
  return folded;
}
