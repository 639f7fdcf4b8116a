// Laws of the shelf: what it gives is what was put, each thing is wiped once and never while it is kept, and what is
// in use outlives what is not.
import assert from "node:assert/strict";
import test from "node:test";
import { setImmediate as turn } from "node:timers/promises";
import fc from "fast-check";
import { createShelf } from "../../src/keyring/shelf.ts";

interface Ready {
  readonly name: string;
  wiped: number;
}

const MOST = 6;

interface Place {
  readonly keyId: string;
  readonly versionId: string;
}

type Step = { readonly put: Place } | { readonly find: Place } | { readonly forget: string };

test("it gives what was put, within its bounds, and wipes what it drops exactly once", async () => {
  const place = fc.record({
    keyId: fc.constantFrom("a", "b", "c", "d", "e"),
    versionId: fc.constantFrom("1", "2", "3"),
  });
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ put: place }),
    fc.record({ find: place }),
    fc.record({ forget: fc.constantFrom("a", "b", "c") }),
  );
  const law = async (steps: readonly Step[]): Promise<void> => {
    const made: Ready[] = [];
    const shelf = createShelf<Ready>((ready) => {
      ready.wiped += 1;
    }, MOST);
    const last = new Map<string, Ready>();
    for (const each of steps) {
      if ("put" in each) {
        const name = `${each.put.keyId} ${each.put.versionId}`;
        const ready = { name, wiped: 0 };
        made.push(ready);
        last.set(name, ready);
        shelf.put(each.put, ready);
      } else if ("find" in each) {
        const found = shelf.find(each.find);
        const expected = last.get(`${each.find.keyId} ${each.find.versionId}`);
        if (found !== undefined) assert.equal(found, expected);
      } else {
        shelf.forget(each.forget);
        for (const name of last.keys()) if (name.startsWith(`${each.forget} `)) last.delete(name);
        assert.equal(shelf.keyIds().includes(each.forget), false);
      }
    }
    await turn();
    const kept = made.filter(({ wiped }) => wiped === 0);
    assert.ok(kept.length <= MOST);
    for (const ready of kept) assert.equal(last.get(ready.name), ready);
    assert.deepEqual(
      [...new Set(kept.map(({ name }) => name.split(" ")[0]))].sort(),
      shelf.keyIds().sort(),
    );
    shelf.close();
    assert.ok(made.every(({ wiped }) => wiped === 1));
    assert.deepEqual(shelf.keyIds(), []);
  };
  await fc.assert(fc.asyncProperty(fc.array(step, { maxLength: 60 }), law));
});

test("what is used outlives what is not", async () => {
  const shelf = createShelf<Ready>(() => undefined, MOST);
  const hot = { keyId: "hot", versionId: "1" };
  shelf.put(hot, { name: "hot", wiped: 0 });
  for (let index = 0; index < 10 * MOST; index += 1) {
    shelf.put({ keyId: `k${index}`, versionId: "1" }, { name: "other", wiped: 0 });
    assert.ok(shelf.find(hot));
  }
  assert.equal(shelf.keyIds().length, MOST);
});
