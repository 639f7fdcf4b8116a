// Foreign known answers, every case of them, and our own frozen formats.
import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import test from "node:test";
import { gcmOpen, gcmSeal, XaesKey } from "../src/aead.ts";
import {
  CustomerKey,
  canonicalContext,
  DecryptionError,
  openValue,
  readCiphertextPlace,
  rootKeyFromBytes,
  SecretBytes,
  type ValuePlace,
} from "../src/index.ts";
import { hex, vectors } from "./support.ts";

interface GcmCase {
  readonly tcId: number;
  readonly comment: string;
  readonly key: string;
  readonly iv: string;
  readonly aad: string;
  readonly msg: string;
  readonly ct: string;
  readonly tag: string;
  readonly result: "valid" | "invalid";
}

test("AES-256-GCM answers every Wycheproof case of its sizes", () => {
  const { tests } = vectors("aes-256-gcm.json") as { tests: GcmCase[] };
  assert.ok(tests.length > 60);
  for (const { tcId, key, iv, aad, msg, ct, tag, result } of tests) {
    const sealed = Buffer.concat([hex(ct), hex(tag)]);
    const open = (): Buffer => gcmOpen(hex(key), hex(iv), { sealed, aad: hex(aad) });
    if (result === "invalid") {
      assert.throws(open, DecryptionError, `case ${tcId}`);
      continue;
    }
    assert.equal(open().toString("hex"), msg, `case ${tcId}`);
    const again = gcmSeal(hex(key), hex(iv), { plaintext: hex(msg), aad: hex(aad) });
    assert.equal(again.toString("hex"), ct + tag, `case ${tcId}`);
  }
});

interface XaesVectors {
  readonly vectors: readonly {
    readonly key: string;
    readonly nonceAscii: string;
    readonly plaintextAscii: string;
    readonly aadAscii: string;
    readonly ciphertext: string;
  }[];
  readonly accumulated: { readonly rounds10000: string };
}

test("XAES-256-GCM answers the specification's vectors", () => {
  const { vectors: cases } = vectors("xaes-256-gcm.json") as XaesVectors;
  assert.equal(cases.length, 2);
  for (const { key, nonceAscii, plaintextAscii, aadAscii, ciphertext } of cases) {
    const xaes = new XaesKey(SecretBytes.own(hex(key)));
    const nonce = Buffer.from(nonceAscii);
    const aad = Buffer.from(aadAscii);
    const sealed = xaes.seal(nonce, Buffer.from(plaintextAscii), aad);
    assert.equal(sealed.toString("hex"), ciphertext);
    assert.equal(xaes.open(nonce, sealed, aad).toString(), plaintextAscii);
  }
});

test("XAES-256-GCM answers the accumulated vector of 10,000 rounds", () => {
  const { accumulated } = vectors("xaes-256-gcm.json") as XaesVectors;
  const stream = createHash("shake128", { outputLength: 10_000 * 600 }).digest();
  const all = createHash("shake128", { outputLength: 32 });
  let at = 0;
  const take = (length: number): Buffer => {
    at += length;
    return stream.subarray(at - length, at);
  };
  for (let round = 0; round < 10_000; round += 1) {
    const key = Buffer.from(take(32));
    const nonce = take(24);
    const plaintext = take(take(1).readUInt8());
    const aad = take(take(1).readUInt8());
    const xaes = new XaesKey(SecretBytes.own(key));
    const sealed = xaes.seal(nonce, plaintext, aad);
    assert.deepEqual(xaes.open(nonce, sealed, aad), Buffer.from(plaintext));
    all.update(sealed);
  }
  assert.equal(all.digest("hex"), accumulated.rounds10000);
});

interface Frozen {
  readonly rootKey: string;
  readonly fingerprint: string;
  readonly material: string;
  readonly wrapped: { readonly context: readonly string[]; readonly bytes: string };
  readonly ciphertext: {
    readonly place: { readonly keyId: string; readonly versionId: string };
    readonly context: Readonly<Record<string, string>>;
    readonly plaintext: string;
    readonly bytes: string;
  };
  readonly value: {
    readonly place: ValuePlace;
    readonly plaintext: string;
    readonly dataKey: string;
    readonly value: string;
  };
}

test("what the first release wrote still opens", () => {
  const frozen = vectors("ciphertext-formats.json") as Frozen;
  const root = rootKeyFromBytes(SecretBytes.own(hex(frozen.rootKey)));
  assert.equal(root.fingerprint, frozen.fingerprint);
  const material = root.unwrap(hex(frozen.wrapped.bytes), frozen.wrapped.context);
  assert.equal(material.reveal().toString("hex"), frozen.material);
  const { ciphertext, value } = frozen;
  assert.deepEqual(readCiphertextPlace(hex(ciphertext.bytes)), ciphertext.place);
  const key = new CustomerKey(ciphertext.place, material);
  const plaintext = key.decrypt(hex(ciphertext.bytes), canonicalContext(ciphertext.context));
  assert.equal(plaintext.reveal().toString(), ciphertext.plaintext);
  const sealed = { dataKey: hex(value.dataKey), value: hex(value.value) };
  assert.equal(openValue(key, sealed, value.place).reveal().toString(), value.plaintext);
});
