// The curves agree with OpenSSL's, and what is read from keys is what went into them.
import assert from "node:assert/strict";
import { createECDH, createPublicKey, type ECDH, generateKeyPairSync } from "node:crypto";
import { test } from "node:test";
import fc from "fast-check";
import {
  blindInverse,
  type Curve,
  curveOf,
  drawScalar,
  inverse,
  modulo,
  POINT_BYTES,
  privateScalar,
  publicPoint,
  randomScalar,
  SCALAR_BYTES,
  toBytes,
  toNumber,
} from "../../src/asymmetric/curves.ts";
import { hex } from "../vectors.ts";
import { CURVE_NAMES, formOf, POINT_FORMS, privateKeyOf, publicKeyOf } from "./ec-keys.ts";

/** Numbers from 1 to the order less one, the ends often; on SM2, where keys end earlier, less two. */
function scalarOn({ name, order }: Curve): fc.Arbitrary<bigint> {
  const most = order - (name === "SM2" ? 2n : 1n);
  return fc.oneof(fc.bigInt({ min: 1n, max: most }), fc.constantFrom(1n, 2n, 3n, most, most - 1n));
}

/** OpenSSL with this secret number. */
function openssl(on: Curve, scalar: bigint): ECDH {
  const known = createECDH(on.name);
  known.setPrivateKey(toBytes(scalar));
  return known;
}

for (const name of CURVE_NAMES) {
  const on = curveOf(name);

  test(`${name}: multiples of the base point are OpenSSL's`, () => {
    fc.assert(
      fc.property(scalarOn(on), (scalar) => {
        const ours = Buffer.from(on.base.multiply(scalar).toBytes(false));
        assert.deepEqual(ours, openssl(on, scalar).getPublicKey());
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: multiples of any point are OpenSSL's`, () => {
    fc.assert(
      fc.property(scalarOn(on), scalarOn(on), (one, other) => {
        const point = on.point(openssl(on, other).getPublicKey());
        const product = openssl(on, modulo(one * other, on.order));
        const ours = Buffer.from(point.multiply(one).toBytes(false));
        assert.deepEqual(ours, product.getPublicKey());
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: the sum of two multiples is the multiple of the sum, zeros included`, () => {
    const some = fc.oneof(fc.constantFrom(0n, 1n, on.order - 1n), scalarOn(on));
    fc.assert(
      fc.property(some, some, scalarOn(on), (one, other, secret) => {
        const point = on.base.mulAddUnsafe(one, on.base.multiply(secret), other);
        const sum = modulo(one + other * secret, on.order);
        const expected = sum === 0n ? on.base.subtract(on.base) : on.base.multiply(sum);
        assert.ok(point.equals(expected));
        assert.equal(point.is0(), sum === 0n);
      }),
      { numRuns: 30 },
    );
  });

  test(`${name}: a drawn number and its point belong together`, () => {
    const seen = new Set<bigint>();
    for (let round = 0; round < 50; round++) {
      const { scalar, point } = drawScalar(on);
      assert.ok(scalar > 0n && scalar < on.order);
      assert.deepEqual(point, openssl(on, scalar).getPublicKey());
      const random = randomScalar(on);
      assert.ok(random > 0n && random < on.order);
      seen.add(scalar).add(random);
    }
    assert.equal(seen.size, 100);
  });

  test(`${name}: a random number that is not below the order is drawn again`, () => {
    // One draw in 256 fits: a single one would hardly ever.
    const small = { ...on, order: 2n ** 248n };
    for (let round = 0; round < 20; round++) {
      const random = randomScalar(small);
      assert.ok(random > 0n && random < small.order);
    }
  });

  test(`${name}: a number times its inverse is one, blinded or not`, () => {
    fc.assert(
      fc.property(scalarOn(on), (scalar) => {
        assert.equal(modulo(inverse(scalar, on.order) * scalar, on.order), 1n);
        assert.equal(modulo(blindInverse(scalar, on) * scalar, on.order), 1n);
        assert.equal(inverse(scalar + on.order, on.order), inverse(scalar, on.order));
      }),
    );
  });

  test(`${name}: bytes that are no point of the curve are refused`, () => {
    const good = drawScalar(on).point;
    assert.ok(on.point(good).equals(on.point(good)));
    const altered = Buffer.from(good);
    altered.writeUInt8(good.readUInt8(64) ^ 1, 64);
    const bad = [
      altered,
      Buffer.alloc(0),
      Buffer.of(0),
      Buffer.alloc(65),
      Buffer.concat([Buffer.of(4), Buffer.alloc(64)]),
      Buffer.concat([Buffer.of(4), Buffer.alloc(64, 0xff)]),
      good.subarray(0, 64),
      good.subarray(1),
      Buffer.concat([good, Buffer.of(0)]),
      formOf(name, good, "compressed"),
      formOf(name, good, "hybrid"),
    ];
    for (const bytes of bad) assert.throws(() => on.point(bytes), Error, bytes.toString("hex"));
    for (const other of CURVE_NAMES.filter((each) => each !== name)) {
      assert.throws(() => curveOf(other).point(good));
    }
  });

  test(`${name}: the number of a private key is the one it was made from`, () => {
    fc.assert(
      fc.property(scalarOn(on), (scalar) => {
        const key = privateKeyOf(name, toBytes(scalar));
        assert.equal(privateScalar(key), scalar);
        const point = Buffer.from(publicPoint(createPublicKey(key), on).toBytes(false));
        assert.deepEqual(point, openssl(on, scalar).getPublicKey());
      }),
      { numRuns: 30 },
    );
  });

  for (const form of POINT_FORMS) {
    test(`${name}: the point of a public key is read where it is ${form}`, () => {
      for (let round = 0; round < 20; round++) {
        const { point } = drawScalar(on);
        const key = publicKeyOf(name, formOf(name, point, form));
        assert.deepEqual(Buffer.from(publicPoint(key, on).toBytes(false)), point);
      }
    });
  }

  test(`${name}: the point of a key on another curve, or of no curve, is refused`, () => {
    for (const other of CURVE_NAMES.filter((each) => each !== name)) {
      const key = publicKeyOf(other, drawScalar(curveOf(other)).point);
      assert.throws(() => publicPoint(key, on), { name: "RangeError", message: /not a key on/ });
    }
    const { publicKey } = generateKeyPairSync("rsa", { modulusLength: 1024 });
    assert.throws(() => publicPoint(publicKey, on));
  });
}

test("the base point of SM2 is the standard's", () => {
  const on = curveOf("SM2");
  const { x, y } = on.base.toAffine();
  assert.equal(
    toBytes(x).toString("hex"),
    "32c4ae2c1f1981195f9904466a39c9948fe30bbff2660be1715a4589334c74c7",
  );
  assert.equal(
    toBytes(y).toString("hex"),
    "bc3736a2f4f6779c59bdcee36b692153d0a9877cc62a474002df32e52139f0a0",
  );
});

test("bytes and numbers are each other's spelling", () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: SCALAR_BYTES, maxLength: SCALAR_BYTES }), (bytes) => {
      assert.deepEqual(toBytes(toNumber(bytes)), Buffer.from(bytes));
    }),
  );
  assert.equal(toNumber(hex("0100")), 256n);
  assert.equal(toBytes(1n).length, SCALAR_BYTES);
  assert.equal(POINT_BYTES, 1 + 2 * SCALAR_BYTES);
});

test("remainders are never negative", () => {
  const one = fc.bigInt({ min: -(2n ** 300n), max: 2n ** 300n });
  fc.assert(
    fc.property(one, fc.bigInt({ min: 1n, max: 2n ** 256n }), (value, order) => {
      const rest = modulo(value, order);
      assert.ok(rest >= 0n && rest < order);
      assert.equal((value - rest) % order, 0n);
    }),
  );
});
