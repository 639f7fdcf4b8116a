// A root key from a passphrase: repeatable, salted, and never cheap.
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  newPassphraseParameters,
  type PassphraseParameters,
  RootKeyError,
  rootKeyFromPassphrase,
  SecretBytes,
} from "../src/index.ts";
import { formats } from "./vectors.ts";

const known = formats.passphrase;
const fingerprint = (passphrase: string, parameters: PassphraseParameters): string =>
  rootKeyFromPassphrase(SecretBytes.fromText(passphrase), parameters).fingerprint;
const refusal = (code: string) => (error: unknown) =>
  error instanceof RootKeyError && error.code === code;

test("the frozen passphrase and parameters give the frozen root key", () => {
  assert.equal(fingerprint(known.passphrase, known.parameters), known.fingerprint);
});

test("every parameter and the passphrase itself decide about the key", () => {
  const { parameters, passphrase } = known;
  const changed = [
    fingerprint(passphrase, { ...parameters, salt: Buffer.alloc(16, 1).toString("base64") }),
    fingerprint(passphrase, { ...parameters, memoryKiB: parameters.memoryKiB + 8 }),
    fingerprint(passphrase, { ...parameters, passes: 3 }),
    fingerprint(passphrase, { ...parameters, lanes: 2 }),
    fingerprint(`${passphrase}.`, parameters),
  ];
  assert.equal(new Set([known.fingerprint, ...changed]).size, 6);
});

test("new parameters are RFC 9106's second choice, salted afresh, and survive JSON", () => {
  const parameters = newPassphraseParameters();
  const { salt, ...cost } = parameters;
  assert.deepEqual(cost, { memoryKiB: 65_536, passes: 3, lanes: 4 });
  assert.equal(Buffer.from(salt, "base64").length, 16);
  assert.notEqual(newPassphraseParameters().salt, salt);
  const read: PassphraseParameters = JSON.parse(JSON.stringify(parameters));
  const made = fingerprint(known.passphrase, parameters);
  assert.equal(fingerprint(known.passphrase, read), made);
});

test("a passphrase below 12 bytes is refused, and the passphrase stays its owner's", () => {
  for (const short of ["", "short", "elevenbytes"]) {
    assert.throws(() => fingerprint(short, known.parameters), refusal("Weak"));
  }
  const passphrase = SecretBytes.fromText("twelve bytes");
  rootKeyFromPassphrase(passphrase, known.parameters).wipe();
  assert.equal(passphrase.reveal().toString(), "twelve bytes");
});

test("stored parameters that are cheap, absurd or spoilt are refused before any work", () => {
  const spoilt: Record<string, unknown>[] = [
    { memoryKiB: 8 },
    { memoryKiB: 19_455 },
    { memoryKiB: 2 ** 32 },
    { memoryKiB: 65_536.5 },
    { memoryKiB: "65536" },
    { memoryKiB: undefined },
    { passes: 1 },
    { passes: 1e9 },
    { lanes: 0 },
    { lanes: 1000 },
    { salt: "" },
    { salt: "c2hvcnQ=" },
    { salt: "not base64 at all, sorry" },
    { salt: 12 },
  ];
  for (const change of spoilt) {
    // As JSON text read back: nothing vouches for the types.
    const parameters = { ...known.parameters, ...change } as PassphraseParameters;
    assert.throws(
      () => fingerprint(known.passphrase, parameters),
      refusal("Malformed"),
      JSON.stringify(change),
    );
  }
});
