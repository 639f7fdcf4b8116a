// The cache of compiled policies: the same content is compiled once, and what it keeps has an end.
import assert from "node:assert/strict";
import { test } from "node:test";
import { createPolicyCache, PolicyError } from "../src/index.ts";

const text = (action: string): string =>
  `{"Version":"1","Statement":[{"Effect":"Allow","Action":"kms:${action}","Resource":"*"}]}`;

test("the same text is compiled once, and once for each kind of policy", () => {
  const cache = createPolicyCache();
  const first = cache.compile(text("A"), "identity");
  assert.equal(cache.compile(text("A"), "identity"), first);
  const session = cache.compile(text("A"), "session");
  assert.notEqual(session, first);
  assert.deepEqual([first.kind, session.kind, cache.size()], ["identity", "session", 2]);
});

test("the policy not used for longest goes first", () => {
  const cache = createPolicyCache({ policies: 2, characters: 10_000 });
  const [a, b] = [cache.compile(text("A"), "identity"), cache.compile(text("B"), "identity")];
  assert.equal(cache.compile(text("A"), "identity"), a);
  cache.compile(text("C"), "identity");
  assert.equal(cache.size(), 2);
  assert.equal(cache.compile(text("A"), "identity"), a);
  assert.notEqual(cache.compile(text("B"), "identity"), b);
});

test("the cache is bounded by characters too, and compiles what is too long to keep", () => {
  const length = `identity:${text("A")}`.length;
  const cache = createPolicyCache({ policies: 100, characters: 2 * length });
  for (const name of ["A", "B", "C"]) cache.compile(text(name), "identity");
  assert.equal(cache.size(), 2);
  assert.equal(cache.compile(text("A".repeat(500)), "identity").statements.length, 1);
  assert.equal(cache.size(), 0);
  cache.compile(text("A"), "identity");
  assert.equal(cache.size(), 1);
});

test("refusals are not kept", () => {
  const cache = createPolicyCache();
  assert.throws(() => cache.compile("{}", "identity"), PolicyError);
  assert.throws(() => cache.compile("{}", "identity"), PolicyError);
  assert.equal(cache.size(), 0);
});
