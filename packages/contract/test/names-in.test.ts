// Laws of the names in a request's members: permission is asked for each of them, so that none may be missed.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { namesIn } from "../src/names-in.ts";

type Values = Readonly<Record<string, unknown>>;

/** Every name that the path can mean, one step after the other. */
function model(members: Values, path: string): readonly unknown[] {
  let found: unknown[] = [members];
  for (const part of path.split(".")) {
    const next: unknown[] = [];
    for (const value of found) {
      const isObject = typeof value === "object" && value !== null;
      const member = isObject && Object.hasOwn(value, part) ? (value as Values)[part] : undefined;
      if (Array.isArray(member)) next.push(...member);
      else next.push(member);
    }
    found = next;
  }
  return found.filter((value) => typeof value === "string" && value !== "");
}

const cases: readonly [string, Values, string, readonly string[]][] = [
  ["a name", { KeyId: "k" }, "KeyId", ["k"]],
  ["no name", { KeyId: "" }, "KeyId", []],
  ["another member", { Other: "k" }, "KeyId", []],
  ["a list", { Names: ["a", "", "b"] }, "Names", ["a", "b"]],
  ["names of items", { List: [{ Name: "a" }, { Name: "b" }, {}] }, "List.Name", ["a", "b"]],
  ["lists of items", { List: [{ Name: ["a", "b"] }, { Name: "c" }] }, "List.Name", ["a", "b", "c"]],
  ["a name below a name", { List: "a" }, "List.Name", []],
  ["what objects inherit", {}, "constructor.name", []],
];

for (const [name, members, path, expected] of cases) {
  test(`names in members: ${name}`, () => assert.deepEqual(namesIn(members, path), expected));
}

test("names in members: whatever the members are", () => {
  const key = fc.constantFrom("A", "B", "__proto__", "length");
  const { members } = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom("a", "b", "", 1, null, undefined, true),
      fc.array(tie("value"), { maxLength: 3 }),
      tie("members"),
    ),
    members: fc.dictionary(key, tie("value"), { maxKeys: 3 }),
  }));
  const path = fc.array(key, { minLength: 1, maxLength: 3 }).map((parts) => parts.join("."));
  fc.assert(
    fc.property(members, path, (given, at) => {
      assert.deepEqual(namesIn(given, at), model(given as Values, at));
    }),
    { numRuns: 2_000 },
  );
});
