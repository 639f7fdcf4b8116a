// Laws of rate limits: never more than allowed, everything that is allowed, and no identity at another's cost.
import assert from "node:assert/strict";
import test from "node:test";
import { OPERATIONS, type Operation, PRODUCTS, type Product } from "@coffer/contract";
import fc from "fast-check";
import { readRateLimits } from "../../src/config/rate-limits.ts";
import type { Caller } from "../../src/context.ts";
import { createRateLimits, type RateLimits } from "../../src/guards/rate-limits.ts";
import { formRequest, START, testServer } from "../support/server.ts";

const [product] = PRODUCTS;
assert.ok(product !== undefined);
interface Target {
  readonly product: Product;
  readonly row: Operation;
}

const READ: Target = { product, row: OPERATIONS.GetSecretValue };
const WRITE: Target = { product, row: OPERATIONS.PutSecretValue };

const user = (userId: string): Caller => ({
  ...{ kind: "user", accountId: "1", accessKeyId: "LTAI", userId, userName: userId },
});

/** Whether a request passes at this moment. */
function passes(
  limits: RateLimits,
  caller: Caller,
  { now, target = READ }: { now: number; target?: Target },
): boolean {
  try {
    limits.check(caller, target, now);
    return true;
  } catch (error) {
    assert.equal((error as { code?: string }).code, "Rejected.Throttling");
    return false;
  }
}

test("in any stretch of time at most a burst and the rate pass, at whatever moments requests come", () => {
  const gaps = fc.array(fc.integer({ min: 0, max: 400 }), { minLength: 1, maxLength: 300 });
  fc.assert(
    fc.property(gaps, fc.integer({ min: 1, max: 20 }), (waits, perSecond) => {
      const limits = createRateLimits([{ group: "*", perSecond }]);
      let now = START;
      const passed: number[] = [];
      for (const wait of waits) {
        now += wait;
        if (passes(limits, user("a"), { now })) passed.push(now);
      }
      for (const [index, from] of passed.entries()) {
        const last = passed.at(-1) ?? from;
        const allowed = perSecond + ((last - from) * perSecond) / 1000;
        assert.ok(passed.length - index <= allowed + 1e-6);
      }
    }),
  );
});

test("a caller who keeps to the rate is never refused", () => {
  const limits = createRateLimits([{ group: "*", perSecond: 4 }]);
  for (let index = 0; index < 1000; index += 1) {
    assert.ok(passes(limits, user("a"), { now: START + index * 250 }));
  }
});

test("one identity's requests cost no other identity anything; its AccessKeys count together", () => {
  const limits = createRateLimits([{ group: "*", perSecond: 1 }]);
  assert.ok(passes(limits, user("a"), { now: START }));
  assert.ok(!passes(limits, { ...user("a"), accessKeyId: "LTAI2" }, { now: START }));
  assert.ok(passes(limits, user("b"), { now: START }));
});

test("the closest group counts, and groups are counted apart", () => {
  const limits = createRateLimits([
    ...[{ group: "*", perSecond: 1 }],
    ...[{ group: "secrets", perSecond: 2 }],
    ...[{ group: "secrets:read", perSecond: 3 }],
  ]);
  const burst = (target: Target): number =>
    Array.from({ length: 9 }, () => passes(limits, user("a"), { now: START, target })).filter(
      Boolean,
    ).length;
  assert.deepEqual([burst(READ), burst(WRITE)], [3, 2]);
});

test("a clock that goes back gives nothing and locks nobody out", () => {
  const limits = createRateLimits([{ group: "*", perSecond: 1 }]);
  assert.ok(passes(limits, user("a"), { now: START }));
  assert.ok(!passes(limits, user("a"), { now: START - 86_400_000 }));
  assert.ok(passes(limits, user("a"), { now: START - 86_400_000 + 1000 }));
});

test("over the wire: 429 with both headers, and the time they tell is enough", async () => {
  const server = await testServer({ rateLimits: [{ group: "secrets:read", perSecond: 2 }] });
  const read = () => server.call("ListSecrets");
  assert.equal((await read()).code, "OK");
  assert.equal((await read()).code, "OK");
  const refused = await read();
  assert.deepEqual([refused.status, refused.code], [429, "Rejected.Throttling"]);
  assert.equal(refused.headers["retry-after"], "1");
  assert.equal(refused.headers["x-acs-retry-after"], "1000");
  // What is throttled was not used up: the same signed request may come again.
  const signed = formRequest(server.signed("ListSecrets"));
  assert.equal((await server.handle(signed)).status, 429);
  server.now += 1000 * Number(refused.headers["retry-after"]);
  assert.equal((await server.handle(signed)).code, "OK");
  assert.deepEqual(server.unexpected, []);
});

test("the setting is read, and each fault is told", () => {
  assert.deepEqual(readRateLimits(" secrets:read=450, *=5 ,"), [
    { group: "secrets:read", perSecond: 450 },
    { group: "*", perSecond: 5 },
  ]);
  for (const text of ["secret=1", "*=0", "*", "*=1,*=2", "*=-1", "*=1e3", "toString=1"]) {
    assert.equal(typeof readRateLimits(text), "string", text);
  }
});
