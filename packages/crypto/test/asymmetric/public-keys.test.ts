// The curve that a public key's DER names: the strict reading of one SubjectPublicKeyInfo.
import assert from "node:assert/strict";
import { generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import { curveOf, drawScalar } from "../../src/asymmetric/curves.ts";
import { curveOfPublicKey } from "../../src/index.ts";
import { readPublicKey } from "../../src/key-pair.ts";
import { hex } from "../vectors.ts";
import {
  algorithmOf,
  CURVE_NAMES,
  der,
  EC_PUBLIC_KEY,
  formOf,
  POINT_FORMS,
  spkiOf,
} from "./ec-keys.ts";

const SPKI = { format: "der", type: "spki" } as const;

for (const name of CURVE_NAMES) {
  const { point } = drawScalar(curveOf(name));

  test(`${name}: a key that OpenSSL made names its curve, also after it was read again`, () => {
    const { publicKey } = generateKeyPairSync("ec", { namedCurve: name });
    const exported = publicKey.export(SPKI);
    assert.equal(curveOfPublicKey(exported), name);
    assert.equal(curveOfPublicKey(new Uint8Array(exported)), name);
    assert.equal(curveOfPublicKey(readPublicKey(exported).export(SPKI)), name);
  });

  test(`${name}: the curve is named whatever the form of the point`, () => {
    for (const form of POINT_FORMS) {
      assert.equal(curveOfPublicKey(spkiOf(name, formOf(name, point, form))), name);
    }
  });

  test(`${name}: explicit parameters, without the curve's name, name no curve`, () => {
    const options = { namedCurve: name, paramEncoding: "explicit" } as const;
    const { publicKey } = generateKeyPairSync("ec", options);
    assert.equal(curveOfPublicKey(publicKey.export(SPKI)), undefined);
  });

  test(`${name}: what is cut, extended or has other parts names no curve`, () => {
    const good = spkiOf(name, point);
    for (let length = 0; length < good.length; length++) {
      assert.equal(curveOfPublicKey(good.subarray(0, length)), undefined, `${length} bytes`);
    }
    const bits = der(0x03, Buffer.of(0), point);
    const algorithm = algorithmOf(name);
    const identifiers = algorithm.subarray(2);
    const bad = [
      Buffer.concat([good, Buffer.of(0)]),
      der(0x30, algorithm, bits, hex("0500")),
      der(0x30, der(0x30, identifiers, hex("0500")), bits),
      der(0x30, algorithm, der(0x03, Buffer.of(1), point)),
      der(0x30, algorithm, der(0x04, Buffer.of(0), point)),
      der(0x30, bits, algorithm),
      der(0x31, algorithm, bits),
    ];
    for (const bytes of bad) assert.equal(curveOfPublicKey(bytes), undefined);
  });
}

test("keys of other kinds and on other curves name no curve of ours", () => {
  const others = [
    generateKeyPairSync("rsa", { modulusLength: 1024 }),
    generateKeyPairSync("ec", { namedCurve: "secp384r1" }),
    generateKeyPairSync("ec", { namedCurve: "secp224r1" }),
    generateKeyPairSync("ed25519"),
    generateKeyPairSync("ml-dsa-65"),
  ];
  for (const { publicKey } of others) {
    assert.equal(curveOfPublicKey(publicKey.export(SPKI)), undefined);
  }
});

test("the name of a curve under another kind of key names no curve", () => {
  // The kind is RSA's, and X25519's; the parameters are SM2's.
  for (const kind of ["06092a864886f70d010101", "06032b656e"]) {
    const algorithm = der(0x30, hex(kind), hex("06082a811ccf5501822d"));
    const bits = der(0x03, Buffer.of(0), drawScalar(curveOf("SM2")).point);
    assert.equal(curveOfPublicKey(der(0x30, algorithm, bits)), undefined);
  }
  assert.equal(curveOfPublicKey(der(0x30, der(0x30, hex(EC_PUBLIC_KEY)))), undefined);
});

test("a private key names no curve", () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "SM2" });
  const exported = privateKey.export({ format: "der", type: "pkcs8" });
  assert.equal(curveOfPublicKey(exported), undefined);
});

test("any bytes at all are answered without an exception", () => {
  const good = spkiOf("SM2", drawScalar(curveOf("SM2")).point);
  const altered = fc
    .record({ at: fc.nat(good.length - 1), byte: fc.nat(255) })
    .map(({ at, byte }) => {
      const bytes = Buffer.from(good);
      bytes.writeUInt8(byte, at);
      return bytes;
    });
  fc.assert(
    fc.property(fc.oneof(fc.uint8Array({ maxLength: 120 }), altered), (bytes) => {
      const name = curveOfPublicKey(bytes);
      assert.ok(name === undefined || CURVE_NAMES.includes(name));
    }),
    { numRuns: 2000 },
  );
});
