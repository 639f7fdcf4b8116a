// The scenarios themselves: every operation that is built is in one, and a mistyped word is an error.
import assert from "node:assert/strict";
import test from "node:test";
import { printOperations } from "@coffer/contract";
import { CLIENTS } from "./clients.ts";
import { differences } from "./expect.ts";
import { readScenarios } from "./scenario.ts";
import { readReviewed } from "./summary.ts";

const called = new Set(
  readScenarios().flatMap(({ steps }) =>
    steps.flatMap((step) => ("call" in step && !step.byRunner ? [step.call] : [])),
  ),
);

test("every operation of KMS, RAM and STS that is built is called by the clients", () => {
  const products: Readonly<Record<string, string>> = { Kms: "Kms", Ram: "Ram", Sts: "Sts" };
  const built = printOperations()
    .filter(({ product }) => Object.hasOwn(products, product))
    .filter(({ support }) => support.level === "full" || support.level === "adapted")
    .map(({ product, name }) => `${product}.${name}`);
  assert.ok(built.length > 100);
  assert.deepEqual(
    built.filter((name) => !called.has(name)),
    [],
  );
});

test("every client was reviewed, and nothing failed then", () => {
  const reviewed = readReviewed();
  assert.deepEqual(
    Object.keys(reviewed),
    CLIENTS.map(({ name }) => name),
  );
  for (const { operations } of Object.values(reviewed)) assert.equal(operations.failed, undefined);
});

test("an answer is judged by what is named in it, wherever it differs", () => {
  const answer = { List: { Item: [{ Name: "a", Count: 1 }, { Name: "b" }] }, Next: "" };
  const holds = (wanted: unknown) => differences(wanted, answer).length === 0;
  assert.ok(holds({ List: { Item: [{ Name: "a" }, { Name: "b" }] } }));
  assert.ok(holds({ List: { Item: [{ Count: "1" }, {}] }, Next: { $absent: true } }));
  assert.ok(holds({ List: { Item: { $unordered: [{ Name: "b" }, { Name: "a" }] } } }));
  assert.ok(holds({ List: { Item: { $has: [{ Name: "b" }] } }, Other: { $empty: true } }));
  assert.ok(!holds({ List: { Item: [{ Name: "a" }] } }));
  assert.ok(!holds({ List: { Item: [{ Name: "b" }, { Name: "a" }] } }));
  assert.ok(!holds({ List: { Item: { $unordered: [{ Name: "a" }] } } }));
  assert.ok(!holds({ List: { Item: { $has: [{ Name: "c" }] } } }));
  assert.ok(!holds({ List: { Item: { $length: 3 } } }));
  assert.ok(!holds({ Name: "a" }));
  assert.throws(() => holds({ Next: { $absnt: true } }), /no rule/);
});

test("a client that unwraps lists is judged by the same words", () => {
  assert.deepEqual(differences({ List: { Item: [{ Name: "a" }] } }, { List: [{ Name: "a" }] }), []);
});
