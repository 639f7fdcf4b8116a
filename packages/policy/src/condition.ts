// Conditions: several values of one key are alternatives, several keys and several operators must all hold. A value
// that cannot be read makes the answer unknown, and what is unknown never helps the caller: decide.ts.
import { foldAscii } from "./fold-case.ts";
import { OPERATORS, type Truth, type ValueTest } from "./operators.ts";

/** What is known about a request. A list is a key of several values; an empty list is a key that is absent. */
export type Context = Readonly<Record<string, string | readonly string[]>>;

/** A context by the names that compare: `readContext`. */
export interface ContextValues {
  get(comparableKey: string): readonly string[] | undefined;
}

/** One key of one operator, as a policy writes it. */
export interface ConditionEntry {
  readonly operator: string;
  readonly key: string;
  readonly values: readonly string[];
}

export type ConditionTest = (context: ContextValues) => Truth;

/** Names of keys compare without case, but what follows the first `/` is a user's tag key and compares exactly. */
export function comparableKey(key: string): string {
  const slash = key.indexOf("/");
  return slash === -1 ? foldAscii(key) : foldAscii(key.slice(0, slash)) + key.slice(slash);
}

/** Keys that compare equal are one key with the values of all. */
function valuesOf(context: Context): ContextValues {
  const values = new Map<string, readonly string[]>();
  for (const [name, value] of Object.entries(context)) {
    const key = comparableKey(name);
    values.set(key, [...(values.get(key) ?? []), ...(typeof value === "string" ? [value] : value)]);
  }
  return values;
}

/** Read when the first condition asks: most decisions ask for nothing. */
export function readContext(context: Context): ContextValues {
  let values: ContextValues | undefined;
  return {
    get(comparableKey) {
      values ??= valuesOf(context);
      return values.get(comparableKey);
    },
  };
}

/** True when one is true; otherwise unknown when one is unknown. */
function some(truths: Iterable<Truth>): Truth {
  let found: Truth = false;
  for (const truth of truths) {
    if (truth === true) return true;
    if (truth === undefined) found = undefined;
  }
  return found;
}

function not(truth: Truth): Truth {
  return truth === undefined ? undefined : !truth;
}

function compileEntry({ operator: name, key, values }: ConditionEntry): ConditionTest {
  const operator = OPERATORS.get(name);
  // The parser refuses what is missing here; were it met all the same, nobody knows what it means.
  if (operator === undefined) return () => undefined;
  const tests = values.map((value): ValueTest => operator.compile(value) ?? (() => undefined));
  const comparable = comparableKey(key);
  return (context) => {
    const requested = context.get(comparable) ?? [];
    const truth = some(requested.flatMap((value) => tests.map((test) => test(value))));
    return operator.isNegated ? not(truth) : truth;
  };
}

/** All entries together: false when one is false, otherwise unknown when one is unknown. */
export function compileCondition(entries: readonly ConditionEntry[]): ConditionTest {
  const tests = entries.map(compileEntry);
  return (context) => not(some(tests.map((test) => not(test(context)))));
}
