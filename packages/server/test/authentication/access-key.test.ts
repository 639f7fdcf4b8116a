// AccessKeys: read anew at every request, opened once, never empty.
import assert from "node:assert/strict";
import test from "node:test";
import { DecryptionError, type RootKey, rootKeyFromBytes, SecretBytes } from "@coffer/crypto";
import type { AccessKeyRecord } from "@coffer/store";
import { createAccessKeys } from "../../src/authentication/access-key.ts";
import { wrapAccessKeySecret } from "../../src/keyring/access-key-secret.ts";
import type { RootKeys } from "../../src/keyring/root-keys.ts";

const accountId = "1234567890123456";

function rootKeyOf(byte: number): RootKey {
  return rootKeyFromBytes(SecretBytes.own(Buffer.alloc(32, byte)));
}

function recordOf(rootKey: RootKey, id: string, secret: string): AccessKeyRecord {
  const wrappedSecret = wrapAccessKeySecret(rootKey, { accountId, id, secret });
  return { id, wrappedSecret, status: "Active", principal: "root", accountId, createdAt: 0 };
}

/** A store of rows and a root key that counts how often it was asked. */
function setting() {
  const rows = new Map<string, AccessKeyRecord>();
  const store = {
    accessKey: async (id: string) => structuredClone(rows.get(id)),
    setting: async () => undefined,
  };
  const real = rootKeyOf(1);
  const seen = { unwrapped: 0 };
  const rootKey: RootKey & Pick<RootKeys, "know"> = {
    know: async () => undefined,
    fingerprint: real.fingerprint,
    wrap: (plaintext, context) => real.wrap(plaintext, context),
    unwrap(wrapped, context) {
      seen.unwrapped += 1;
      return real.unwrap(wrapped, context);
    },
    wipe: () => real.wipe(),
  };
  return { rows, rootKey, seen, keys: createAccessKeys({ store, rootKey }) };
}

test("a secret is unwrapped once, and anew when its wrapped bytes change", async () => {
  const { rows, rootKey, seen, keys } = setting();
  rows.set("k", recordOf(rootKey, "k", "first secret"));
  assert.equal((await keys.find("k"))?.secret, "first secret");
  assert.equal((await keys.find("k"))?.secret, "first secret");
  assert.equal(seen.unwrapped, 1);
  rows.set("k", recordOf(rootKey, "k", "second secret"));
  assert.equal((await keys.find("k"))?.secret, "second secret");
  assert.equal(seen.unwrapped, 2);
});

test("disabling and deleting a key hold at the next request", async () => {
  const { rows, rootKey, keys } = setting();
  const record = recordOf(rootKey, "k", "secret");
  rows.set("k", record);
  assert.equal((await keys.find("k"))?.record.status, "Active");
  rows.set("k", { ...record, status: "Inactive" });
  assert.equal((await keys.find("k"))?.record.status, "Inactive");
  rows.delete("k");
  assert.equal(await keys.find("k"), undefined);
});

test("a secret wrapped for another id, account or root key does not open", async () => {
  const { rows, rootKey, keys } = setting();
  const secret = "secret";
  const wrapped = [
    wrapAccessKeySecret(rootKey, { accountId, id: "other", secret }),
    wrapAccessKeySecret(rootKey, { accountId: "6543210987654321", id: "k", secret }),
    wrapAccessKeySecret(rootKeyOf(2), { accountId, id: "k", secret }),
  ];
  for (const wrappedSecret of wrapped) {
    rows.set("k", { ...recordOf(rootKey, "k", secret), wrappedSecret });
    await assert.rejects(keys.find("k"), DecryptionError);
  }
});

test("an AccessKey cannot be made with an empty secret", () => {
  assert.throws(() => recordOf(rootKeyOf(1), "k", ""), RangeError);
});
