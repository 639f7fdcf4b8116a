// Decimal numbers, compared digit by digit: `9007199254740993` is greater than `9007199254740992`, and `0.10`
// equals `0.1`, whatever binary floating point would say.

export interface Decimal {
  readonly isNegative: boolean;
  /** Without leading zeros; empty for zero. */
  readonly whole: string;
  /** Without trailing zeros. */
  readonly fraction: string;
}

/** `-12.50`: ASCII digits, a sign only if negative, no exponent. Undefined for anything else. */
export function readDecimal(text: string): Decimal | undefined {
  const match = /^(-?)([0-9]+)(?:\.([0-9]+))?$/.exec(text);
  if (match === null) return undefined;
  const whole = (match[2] ?? "").replace(/^0+/, "");
  const fraction = withoutZerosBehind(match[3] ?? "");
  return { isNegative: match[1] === "-" && whole + fraction !== "", whole, fraction };
}

// A pattern `0+$` would look at every run of zeros from each of its places.
function withoutZerosBehind(digits: string): string {
  let end = digits.length;
  while (digits[end - 1] === "0") end -= 1;
  return digits.slice(0, end);
}

function order(left: string, right: string): number {
  return left === right ? 0 : left < right ? -1 : 1;
}

function orderOfSizes(left: Decimal, right: Decimal): number {
  if (left.whole.length !== right.whole.length) return left.whole.length - right.whole.length;
  // A fraction is padded with zeros behind, which is how texts of different length compare anyway.
  return order(left.whole, right.whole) || order(left.fraction, right.fraction);
}

/** Negative, zero or positive, as `left` is less than, equal to or greater than `right`. */
export function compareDecimals(left: Decimal, right: Decimal): number {
  if (left.isNegative !== right.isNegative) return left.isNegative ? -1 : 1;
  return left.isNegative ? orderOfSizes(right, left) : orderOfSizes(left, right);
}
