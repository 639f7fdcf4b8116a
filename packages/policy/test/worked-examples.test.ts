// The specification's 36 worked examples, put to the engine and to the model.
import assert from "node:assert/strict";
import { test } from "node:test";
import type { Anything } from "../model/grammar.ts";
import { type AccessRequest, decideAll } from "../src/index.ts";
import { askModel, document, named } from "./question.ts";
import { kindOfResource, WORKED_EXAMPLES, type WorkedExample } from "./worked-examples.ts";

const OWNER = "1001";

function requestsOf({ needs, caller, context }: WorkedExample): AccessRequest[] {
  return needs.map(([action, resource, own]) => ({
    action,
    resources: [resource],
    principal: caller,
    account: OWNER,
    context: { ...context, ...own } as Record<string, string>,
  }));
}

for (const example of WORKED_EXAMPLES) {
  const identity = (example.identity ?? []).map(document);
  const session = example.session === undefined ? {} : { session: document(example.session) };
  const onResources = new Map<string, Anything>(
    Object.entries(example.resource ?? {}).map(([arn, list]) => [arn, document(list)]),
  );

  test(`example ${example.title}`, () => {
    const decision = decideAll(requestsOf(example), {
      identity: identity.map((plain, number) => named(plain, "identity", number)),
      ...("session" in session ? { session: named(session.session, "session") } : {}),
      resource: new Map(
        [...onResources].map(([arn, plain]) => [arn, named(plain, kindOfResource(arn))]),
      ),
    });
    const { effect, cause } = decision;
    assert.deepEqual({ effect, cause }, { effect: example.effect, cause: example.cause });
    if (example.denied !== undefined) assert.equal(decision.resource, example.denied);
  });

  test(`the model agrees on example ${example.title}`, () => {
    const effects = requestsOf(example).map(({ action, resources, context }) => {
      const [resource = ""] = resources;
      const plain = onResources.get(resource);
      const onResource =
        plain === undefined
          ? {}
          : { onResource: { kind: kindOfResource(resource), document: plain } };
      const { caller } = example;
      return askModel({
        ...{ action, resource, caller, owner: OWNER, context, identity },
        ...session,
        ...onResource,
      });
    });
    assert.equal(effects.find((effect) => effect !== "Allow") ?? "Allow", example.effect);
  });
}

test("there are 36 worked examples", () => {
  assert.equal(WORKED_EXAMPLES.length, 36);
});
