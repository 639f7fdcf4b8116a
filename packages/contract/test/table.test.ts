// Laws of the table: what every row, code and limit must be.
import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import fc from "fast-check";
import {
  COMMON_ERRORS,
  ERRORS,
  formatArn,
  lookup,
  maskSecrets,
  OPERATIONS,
  PRODUCTS,
  parseArn,
  printOperations,
  productOf,
  walkMembers,
} from "../src/index.ts";

const rows = PRODUCTS.flatMap(({ operations }) => Object.entries(operations));
const [kms] = PRODUCTS;
assert.ok(kms);

test("a row is found by its name and by nothing else", () => {
  for (const product of PRODUCTS) {
    for (const [name, row] of Object.entries(product.operations)) {
      assert.equal(lookup(product, name), row);
    }
    for (const name of [
      "constructor",
      "__proto__",
      "toString",
      "hasOwnProperty",
      "",
      "createKey",
    ]) {
      assert.equal(lookup(product, name), undefined);
    }
    assert.equal(productOf(product.version), product);
  }
  assert.equal(productOf("2016-01-20"), kms);
  assert.equal(productOf("__proto__"), undefined);
});

test("every request member and every summary is described in both languages", () => {
  for (const [name, row] of rows) {
    assert.ok(row.summary.en.endsWith(".") && row.summary.zh.endsWith("。"), name);
    for (const [member, { doc }] of Object.entries(row.request)) {
      assert.ok(doc && doc.en !== "" && /[\p{Script=Han}。]/u.test(doc.zh), `${name}.${member}`);
    }
  }
});

test("every support level but full has a note in both languages", () => {
  for (const [name, { support }] of rows) {
    if (support.level === "full") continue;
    assert.ok(support.note && support.note.en !== "" && support.note.zh !== "", name);
  }
});

test("every member that could grow has a maximum", () => {
  for (const [name, row] of rows) {
    for (const members of [row.request, row.response]) {
      walkMembers(members, (path, member) => {
        if (member.kind === "boolean" || member.kind === "object" || member.kind === "choice")
          return;
        assert.ok(Number.isSafeInteger(member.max) && member.max > 0, `${name}.${path}`);
      });
    }
  }
});

test("values, plaintexts, passwords and key material are marked as secret", () => {
  const names = "SecretData|Plaintext|RandomPassword|PrivateKeyData|Password|ImportToken";
  const secret = new RegExp(`^(${names}|EncryptedKeyMaterial)$`);
  let found = 0;
  for (const [name, row] of rows) {
    for (const members of [row.request, row.response]) {
      walkMembers(members, (path, member) => {
        if (!secret.test(path.split(/[.[\]]+/).at(-1) ?? "")) return;
        found += 1;
        assert.equal(member.secret, true, `${name}.${path}`);
      });
    }
  }
  assert.ok(found > 10);
});

test("masking hides secret members at every depth and nothing else", () => {
  const value = {
    SecretValues: [{ SecretName: "s", SecretData: "marker" }],
    Errors: [],
    Other: "marker",
  };
  const masked = maskSecrets(OPERATIONS.BatchGetSecretValue.response, value);
  assert.deepEqual(masked, { SecretValues: [{ SecretName: "s", SecretData: "****" }], Errors: [] });
});

test("an operation that writes is never asked by reading, and what destroys is not repeatable", () => {
  for (const [name, { effect, retry }] of rows) {
    if (/^(Describe|List|Get|BatchGet)/.test(name))
      assert.ok(effect === "read" || effect === "crypto", name);
    if (/^(Delete|Release|Schedule)/.test(name))
      assert.deepEqual([effect, retry], ["destroy", "unsafe"], name);
    if (/^Create/.test(name)) assert.equal(retry, "unsafe", name);
  }
});

test("lists that are paged by number answer their page, its size and the total", () => {
  for (const [name, { request, response }] of rows) {
    if (!("PageNumber" in request)) continue;
    for (const member of ["PageNumber", "PageSize", "TotalCount"])
      assert.ok(member in response, name);
  }
});

test("error sentences are sentences, statuses are errors, and no word breaks a client", () => {
  for (const [code, { status, message }] of Object.entries(ERRORS)) {
    assert.ok(status >= 400 && status < 600, code);
    assert.ok(message.length > 5, code);
    // `aliyun` takes an error with this word for a success.
    assert.doesNotMatch(message, /unmarshal/i);
  }
  assert.ok(COMMON_ERRORS.every((code) => code in ERRORS));
});

test("parsing inverts formatting of ARNs, and never throws", () => {
  const word = fc.stringMatching(/^[a-z0-9-]{1,10}$/);
  const parts = fc.record({
    region: word,
    accountId: word,
    kind: word,
    name: fc.string({ minLength: 1 }),
  });
  fc.assert(fc.property(parts, (arn) => assert.deepEqual(parseArn(formatArn(arn)), { ...arn })));
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const arn = parseArn(`acs:kms:${text}`);
      assert.ok(arn === undefined || arn.kind !== "");
    }),
  );
  assert.equal(parseArn("acs:kms:cn-hangzhou:1:secret/a/b")?.name, "a/b");
});

test("the printed table is the reviewed one (UPDATE_SNAPSHOT=1 writes it anew)", () => {
  const path = join(import.meta.dirname, "fixtures/operations.snapshot.json");
  const printed = printOperations().map(({ summary: _, members, response: __, ...row }) => {
    const limits = Object.entries(members).map(([name, { doc: ___, ...member }]) => [name, member]);
    return { ...row, members: Object.fromEntries(limits) };
  });
  const text = `${JSON.stringify(printed, null, 1)}\n`;
  if (process.env.UPDATE_SNAPSHOT) writeFileSync(path, text);
  assert.deepEqual(JSON.parse(readFileSync(path, "utf8")), JSON.parse(text));
});
