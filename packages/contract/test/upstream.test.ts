// Every row against the wire names and types of upstream's SDK: nothing missing, nothing extra.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { type Member, type Members, OPERATIONS, type Operation } from "../src/index.ts";

interface Upstream {
  readonly name: string;
  readonly required: readonly string[];
  readonly request: Readonly<Record<string, unknown>>;
  readonly response: Readonly<Record<string, unknown>>;
}

const fixture = join(import.meta.dirname, "fixtures/kms-2016-01-20.json");
const { operations } = JSON.parse(readFileSync(fixture, "utf8")) as { operations: Upstream[] };

/** Where we ask for more or less than the SDK marks, with the reason. */
const REQUIRED_OTHERWISE: Readonly<Record<string, string>> = {
  "BatchGetSecretValue.SecretsList": "required in effect: a call without it has nothing to answer",
  "ImportKeyMaterial.KeyMaterialExpireUnix": "an absent expiry means never",
};

/** The upstream type that a member stands for. */
function typeOf(member: Member): unknown {
  switch (member.kind) {
    case "string":
    case "choice":
      return "string";
    case "integer":
      return member.as ?? "number";
    case "boolean":
      return member.as ?? "boolean";
    case "map":
      return { "*": "any" };
    case "json":
      return member.as === "map" ? { "*": "any" } : "string";
    case "list":
      return member.wire === "json-text" ? "string" : [typeOf(member.of)];
    case "object":
      return typesOf(member.members);
  }
}

/** Without members that are our extensions. */
function typesOf(members: Members): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(members)
      .filter(([, member]) => !member.ours)
      .map(([name, member]) => [name, typeOf(member)]),
  );
}

test("there is a row for each of upstream's 90 operations, and no other", () => {
  assert.equal(operations.length, 90);
  assert.deepEqual(Object.keys(OPERATIONS).sort(), operations.map(({ name }) => name).sort());
});

for (const { name, required, request, response } of operations) {
  test(`${name} has upstream's members, types and required marks`, () => {
    const row: Operation | undefined = OPERATIONS[name as keyof typeof OPERATIONS];
    assert.ok(row);
    // The one nested object of a request: its only member is free-form JSON.
    const expected =
      name === "UpdateSecret" ? { ...request, ExtendedConfig: { "*": "any" } } : request;
    assert.deepEqual(typesOf(row.request), expected);
    assert.deepEqual({ ...typesOf(row.response), RequestId: "string" }, response);
    const ours = Object.entries(row.request).flatMap(([member, { optional }]) =>
      optional ? [] : [member],
    );
    const differs = (member: string): boolean => `${name}.${member}` in REQUIRED_OTHERWISE;
    assert.deepEqual(
      ours.filter((member) => !differs(member)).sort(),
      required.filter((member) => !differs(member)).sort(),
    );
  });
}
