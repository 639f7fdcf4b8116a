// The condition operators of RAM, all 21 of them, one row each. `Null`, the `…IfExists` forms and the prefixes
// `ForAnyValue:` and `ForAllValues:` of other clouds do not exist here.
import { foldCase } from "./fold-case.ts";
import { compileGlob } from "./glob.ts";
import { compareDecimals, readDecimal } from "./values/decimal.ts";
import { compareInstants, readInstant } from "./values/instant.ts";
import { contains, readAddress, readIpRange } from "./values/ip-range.ts";

/** Undefined: a value cannot be read as what the operator compares, so nobody knows. */
export type Truth = boolean | undefined;

/** Whether a value of the request satisfies the policy's value. */
export type ValueTest = (requested: string) => Truth;

interface Operator {
  readonly name: string;
  /** The row is NOT of its comparison over the whole list of values. */
  readonly isNegated: boolean;
  /** What a value must look like, in words for the message that refuses another. */
  readonly expects: string;
  /** The test for one value of the policy; undefined when the policy's value cannot be read. */
  readonly compile: (written: string) => ValueTest | undefined;
}

type Comparison = readonly [suffix: string, isNegated: boolean, holds: (order: number) => boolean];

const COMPARISONS: readonly Comparison[] = [
  ["Equals", false, (order) => order === 0],
  ["NotEquals", true, (order) => order === 0],
  ["LessThan", false, (order) => order < 0],
  ["LessThanEquals", false, (order) => order <= 0],
  ["GreaterThan", false, (order) => order > 0],
  ["GreaterThanEquals", false, (order) => order >= 0],
];

interface Ordered<Value> {
  readonly prefix: "Numeric" | "Date";
  readonly expects: string;
  readonly read: (text: string) => Value | undefined;
  /** The sign of the first against the second. */
  readonly compare: (left: Value, right: Value) => number;
}

function orderedRows<Value>({ prefix, expects, read, compare }: Ordered<Value>): Operator[] {
  return COMPARISONS.map(([suffix, isNegated, holds]) => ({
    name: `${prefix}${suffix}`,
    isNegated,
    expects,
    compile: (written) => {
      const bound = read(written);
      if (bound === undefined) return undefined;
      return (requested) => {
        const value = read(requested);
        return value === undefined ? undefined : holds(compare(value, bound));
      };
    },
  }));
}

interface Pair {
  readonly names: readonly [positive: string, negative: string];
  readonly expects: string;
  readonly compile: Operator["compile"];
}

function pairRows({ names, expects, compile }: Pair): Operator[] {
  return names.map((name, index) => ({ name, isNegated: index === 1, expects, compile }));
}

function readBoolean(text: string): boolean | undefined {
  return text === "true" ? true : text === "false" ? false : undefined;
}

function compileBoolean(written: string): ValueTest | undefined {
  const wanted = readBoolean(written);
  if (wanted === undefined) return undefined;
  return (requested) => {
    const value = readBoolean(requested);
    return value === undefined ? undefined : value === wanted;
  };
}

function compileIgnoringCase(written: string): ValueTest {
  const folded = foldCase(written);
  return (requested) => foldCase(requested) === folded;
}

function compileRange(written: string): ValueTest | undefined {
  const range = readIpRange(written);
  if (range === undefined) return undefined;
  return (requested) => {
    const address = readAddress(requested);
    return address === undefined ? undefined : contains(range, address);
  };
}

const ROWS: readonly Operator[] = [
  ...pairRows({
    names: ["StringEquals", "StringNotEquals"],
    expects: "a string",
    compile: (written) => (requested) => requested === written,
  }),
  ...pairRows({
    names: ["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"],
    expects: "a string",
    compile: compileIgnoringCase,
  }),
  ...pairRows({
    names: ["StringLike", "StringNotLike"],
    expects: "a pattern",
    compile: compileGlob,
  }),
  ...orderedRows({
    prefix: "Numeric",
    expects: "a decimal number such as `12.5`",
    read: readDecimal,
    compare: compareDecimals,
  }),
  ...orderedRows({
    prefix: "Date",
    expects: "an instant such as `2026-01-01T17:00:00+08:00`",
    read: readInstant,
    compare: compareInstants,
  }),
  { name: "Bool", isNegated: false, expects: "`true` or `false`", compile: compileBoolean },
  ...pairRows({
    names: ["IpAddress", "NotIpAddress"],
    expects: "an address or a range such as `10.0.0.0/8`",
    compile: compileRange,
  }),
];

export const OPERATORS: ReadonlyMap<string, Operator> = new Map(
  ROWS.map((operator) => [operator.name, operator]),
);
