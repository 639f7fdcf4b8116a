// Laws of the row cache: it gives what was last set or nothing, keeps what is in use, and stays within its bounds.
import assert from "node:assert/strict";
import test from "node:test";
import fc from "fast-check";
import { NOT_KEPT, RowCache } from "../src/sql/row-cache.ts";

const MOST = 8;

type Step =
  | { readonly set: string; readonly row: number | undefined }
  | { readonly get: string }
  | "clear";

test("it gives what was set, or nothing; after clearing nothing", () => {
  const name = fc.constantFrom(...Array.from({ length: 40 }, (_, index) => `n${index}`));
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ set: name, row: fc.option(fc.nat(), { nil: undefined }) }),
    fc.record({ get: name }),
    fc.constant("clear" as const),
  );
  const law = (steps: readonly Step[]): void => {
    const cache = new RowCache(MOST);
    const model = new Map<string, number | undefined>();
    for (const each of steps) {
      if (each === "clear") {
        cache.clear();
        model.clear();
      } else if ("set" in each) {
        cache.set(each.set, each.row);
        model.set(each.set, each.row);
      } else {
        const found = cache.find(each.get);
        if (found === NOT_KEPT) continue;
        assert.ok(model.has(each.get));
        assert.equal(found, model.get(each.get));
      }
    }
    const held = [...model.keys()].filter((each) => cache.find(each) !== NOT_KEPT);
    assert.ok(held.length <= 2 * MOST);
  };
  fc.assert(fc.property(fc.array(step, { maxLength: 120 }), law));
});

test("what is asked for again and again stays, what is not goes", () => {
  const cache = new RowCache(MOST);
  cache.set("hot", 1);
  cache.set("cold", 2);
  for (let index = 0; index < 10 * MOST; index += 1) {
    cache.set(`other ${index}`, index);
    assert.equal(cache.find("hot"), 1);
  }
  assert.equal(cache.find("cold"), NOT_KEPT);
});
