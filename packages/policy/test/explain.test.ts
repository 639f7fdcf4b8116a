// The sentences: for every cause one in each language, naming the statement as people count.
import assert from "node:assert/strict";
import { test } from "node:test";
import { type Cause, type DecidingStatement, type Decision, explain } from "../src/index.ts";

const BY: DecidingStatement = {
  ...{ kind: "identity", policy: "readers", statement: 1, sid: "no secrets", effect: "Deny" },
};
const KEY_POLICY: DecidingStatement = {
  ...{ kind: "key", policy: "key-a", statement: 0, effect: "Allow" },
};

const decision = (
  effect: Decision["effect"],
  cause: Cause,
  ...decidedBy: DecidingStatement[]
): Decision => ({ effect, cause, decidedBy, action: "kms:Decrypt", resource: "acs:k" });

type Row = readonly [decision: Decision, english: string, chinese: string];

const ROWS: readonly Row[] = [
  [
    decision("ExplicitDeny", "Denied", BY),
    "`kms:Decrypt` on `acs:k` is explicitly denied. It is denied by statement 2 (`no secrets`) of the identity policy `readers`, and a Deny overrides every Allow.",
    "显式拒绝对 `acs:k` 执行 `kms:Decrypt`。由身份策略 `readers` 的第 2 条语句（`no secrets`）拒绝，拒绝优先于任何允许。",
  ],
  [
    decision("Allow", "Allowed", { ...BY, effect: "Allow" }, KEY_POLICY),
    "`kms:Decrypt` on `acs:k` is allowed. It is allowed by statement 2 (`no secrets`) of the identity policy `readers` and statement 1 of the key policy `key-a`.",
    "允许对 `acs:k` 执行 `kms:Decrypt`。由身份策略 `readers` 的第 2 条语句（`no secrets`）和密钥策略 `key-a` 的第 1 条语句允许。",
  ],
  [
    decision("ImplicitDeny", "NothingAllows"),
    "`kms:Decrypt` on `acs:k` is denied by default. No policy of the caller and none of the resource allows it.",
    "默认拒绝对 `acs:k` 执行 `kms:Decrypt`。调用者的策略和资源的策略都没有允许该操作。",
  ],
];

for (const [given, english, chinese] of ROWS) {
  test(`the sentences for ${given.cause} name action, resource and statement`, () => {
    assert.equal(explain(given, "en"), english);
    assert.equal(explain(given, "zh"), chinese);
  });
}

const WITHOUT: readonly Cause[] = [
  ...(["Owner", "SessionAllowsNothing", "CallerSideMissing", "ResourceSideMissing"] as const),
  ...(["RootAssumesNoRole", "NothingAsked"] as const),
];

test("every cause has sentences of its own in both languages", () => {
  const sentences = WITHOUT.flatMap((cause) =>
    (["en", "zh"] as const).map((language) => explain(decision("ImplicitDeny", cause), language)),
  );
  assert.equal(new Set(sentences).size, WITHOUT.length * 2);
  for (const sentence of sentences) assert.doesNotMatch(sentence, /undefined/);
});
