// Every byte of every format, altered to every other value; every cut; every extension: always the one failure.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  CustomerKey,
  DecryptionError,
  openValue,
  rootKeyFromBytes,
  SecretBytes,
} from "../src/index.ts";
import { formats, hex } from "./vectors.ts";

const { rootKeyFile, wrapped, ciphertext, secretValue } = formats;
const rootKey = rootKeyFromBytes(SecretBytes.own(hex(rootKeyFile.key)));
const key = new CustomerKey(ciphertext, rootKey.unwrap(hex(wrapped.wrapped), wrapped.context));
const context = hex(ciphertext.canonicalContext);
const dataKey = hex(secretValue.dataKey);
const value = hex(secretValue.value);

interface Format {
  readonly good: Buffer;
  readonly plaintext: string;
  open(bytes: Uint8Array): SecretBytes;
}

const every: Record<string, Format> = {
  "wrapped material": {
    good: hex(wrapped.wrapped),
    plaintext: wrapped.plaintext,
    open: (bytes) => rootKey.unwrap(bytes, wrapped.context),
  },
  "a ciphertext under a key": {
    good: hex(ciphertext.ciphertext),
    plaintext: ciphertext.plaintext,
    open: (bytes) => key.decrypt(bytes, context),
  },
  "a data key": {
    good: dataKey,
    plaintext: secretValue.plaintext,
    open: (bytes) => openValue(key, { dataKey: bytes, value }, secretValue.place),
  },
  "a secret value": {
    good: value,
    plaintext: secretValue.plaintext,
    open: (bytes) => openValue(key, { dataKey, value: bytes }, secretValue.place),
  },
};

const failures = new Set<string>();

/** One class, one message, no cause, nothing else to tell failures apart by. */
function assertFails(format: Format, bytes: Uint8Array, how: () => string): void {
  try {
    format.open(bytes);
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    const { stack: _stack, ...own } = error;
    failures.add(JSON.stringify({ ...own, message: error.message, cause: "cause" in error }));
    return;
  }
  assert.fail(`${how()} opens`);
}

for (const [name, format] of Object.entries(every)) {
  const { good } = format;

  test(`${name} opens as long as nothing is altered`, () => {
    assert.equal(format.open(good).reveal().toString("hex"), format.plaintext);
    assert.equal(format.open(new Uint8Array(good)).reveal().toString("hex"), format.plaintext);
  });

  test(`${name} with any byte altered to any other value fails`, () => {
    for (let at = 0; at < good.length; at++) {
      for (let mask = 1; mask < 256; mask++) {
        const altered = Buffer.from(good);
        altered.writeUInt8(good.readUInt8(at) ^ mask, at);
        assertFails(format, altered, () => `byte ${at} altered by ${mask}`);
      }
    }
  });

  test(`${name} cut to any length, at either end, fails`, () => {
    for (let length = 0; length < good.length; length++) {
      assertFails(format, good.subarray(0, length), () => `the first ${length} bytes`);
      const tail = good.subarray(good.length - length);
      assertFails(format, tail, () => `the last ${length} bytes`);
    }
  });

  test(`${name} with bytes added anywhere fails`, () => {
    for (let at = 0; at <= good.length; at++) {
      for (const more of [Buffer.of(0), Buffer.of(1), Buffer.alloc(16), good]) {
        const extended = Buffer.concat([good.subarray(0, at), more, good.subarray(at)]);
        if (extended.equals(good)) continue;
        assertFails(format, extended, () => `${more.length} bytes added at ${at}`);
      }
    }
  });

  test(`${name} does not open as any other format`, () => {
    for (const [otherName, other] of Object.entries(every)) {
      if (otherName === name) continue;
      assertFails(other, good, () => `${name} as ${otherName}`);
    }
  });
}

test("all these failures are one failure", () => {
  assert.deepEqual(
    [...failures].map((failure) => JSON.parse(failure)),
    [
      {
        name: "DecryptionError",
        code: "DecryptionFailed",
        message: "the ciphertext cannot be decrypted",
        cause: false,
      },
    ],
  );
});
