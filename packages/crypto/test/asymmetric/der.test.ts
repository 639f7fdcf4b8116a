// The reader takes one spelling of each value and refuses all others.
import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { DerError, DerReader, derIntegers } from "../../src/asymmetric/der.ts";
import { readSignature } from "../../src/asymmetric/ecdsa.ts";
import { hex } from "../vectors.ts";

const read = (text: string): DerReader => new DerReader(hex(text));
const number = fc.oneof(
  fc.bigInt({ min: 0n, max: 2n ** 256n - 1n }),
  fc.constantFrom(0n, 1n, 127n, 128n, 255n, 256n, 2n ** 255n, 2n ** 256n - 1n),
);
const LARGE = 2n ** 300n;

test("numbers written are the numbers read, and nothing is left", () => {
  fc.assert(
    fc.property(fc.array(number, { maxLength: 3 }), (values) => {
      const outer = new DerReader(derIntegers(values));
      const inner = outer.sequence();
      outer.end();
      assert.deepEqual(
        values.map(() => inner.integer()),
        values,
      );
      inner.end();
    }),
  );
});

test("a signature has one spelling: whatever else reads as its two numbers is those very bytes", () => {
  const alteration = fc.record({ at: fc.nat(71), mask: fc.integer({ min: 1, max: 255 }) });
  fc.assert(
    fc.property(number, number, alteration, (r, s, { at, mask }) => {
      fc.pre(r > 0n && s > 0n);
      const good = derIntegers([r, s]);
      assert.deepEqual(readSignature(good, LARGE), { r, s });
      if (at >= good.length) return;
      const altered = Buffer.from(good);
      altered.writeUInt8(good.readUInt8(at) ^ mask, at);
      const other = readSignature(altered, LARGE);
      assert.ok(other === undefined || derIntegers([other.r, other.s]).equals(altered));
    }),
    { numRuns: 2000 },
  );
});

test("any bytes at all are read as a signature, or as none, without an exception", () => {
  const start = fc.constantFrom("", "30", "3006", "300602", "30060201", "3081", "3080", "30820000");
  fc.assert(
    fc.property(start, fc.uint8Array({ maxLength: 80 }), (first, rest) => {
      const bytes = Buffer.concat([hex(first), rest]);
      const found = readSignature(bytes, LARGE);
      assert.ok(found === undefined || derIntegers([found.r, found.s]).equals(bytes));
    }),
    { numRuns: 2000 },
  );
});

test("a signature's numbers lie between nothing and the order", () => {
  const order = 1000n;
  for (const [r, s] of [
    [0n, 1n],
    [1n, 0n],
    [order, 1n],
    [1n, order],
    [order + 1n, 1n],
  ] as const) {
    assert.equal(readSignature(derIntegers([r, s]), order), undefined);
  }
  const most = order - 1n;
  assert.deepEqual(readSignature(derIntegers([1n, most]), order), { r: 1n, s: most });
  assert.deepEqual(readSignature(derIntegers([most, 1n]), order), { r: most, s: 1n });
});

const INTEGERS: Readonly<Record<string, string>> = {
  "an empty one": "0200",
  "a negative one": "0201ff",
  "the least negative one": "020180",
  "a zero too many": "0202007f",
  "zero in two bytes": "02020000",
  "cut short": "020201",
  "no length": "02",
  nothing: "",
  "another type": "040101",
  "a constructed one": "220101",
  "a length in two bytes that fits in one": "02810101",
  "a length in three bytes that fits in one": "0282000101",
  "a length in three bytes that fits in two": `028200800${"1".repeat(255)}`,
  "no end of it told": "02800101010000",
  "a length of three bytes": "0283000001ff",
  "a length of 127 bytes": "02ff01",
  "a length of three bytes that it does need": `0283010000${"01".repeat(65_536)}`,
};

for (const [how, text] of Object.entries(INTEGERS)) {
  test(`an integer is refused with ${how}`, () => {
    assert.throws(() => read(text).integer(), DerError);
  });
}

test("an integer may have 128 bytes and more", () => {
  assert.equal(read(`028180${"01".repeat(128)}`).integer(), BigInt(`0x${"01".repeat(128)}`));
  assert.equal(read(`02820100${"01".repeat(256)}`).integer(), BigInt(`0x${"01".repeat(256)}`));
});

test("what a sequence holds does not reach beyond its end", () => {
  const outer = read("3003020205020106");
  const inner = outer.sequence();
  assert.throws(() => inner.integer(), DerError);
  const whole = read("3003020105020106");
  assert.equal(whole.sequence().integer(), 5n);
  assert.throws(() => whole.end(), DerError);
  assert.equal(whole.integer(), 6n);
  whole.end();
});

test("octets are what they hold", () => {
  assert.deepEqual(Buffer.from(read("04020102").octets()), hex("0102"));
  assert.equal(read("0400").octets().length, 0);
  assert.throws(() => read("0201").octets(), DerError);
});

test("bits are whole bytes", () => {
  assert.deepEqual(Buffer.from(read("0303000102").bits()), hex("0102"));
  assert.equal(read("030100").bits().length, 0);
  for (const text of ["0300", "03020180", "03020700", "0303080102", "2303030100"]) {
    assert.throws(() => read(text).bits(), DerError, text);
  }
});

test("an object identifier is its content", () => {
  assert.equal(read("06052b8104000a").identifier(), "2b8104000a");
  assert.throws(() => read("05052b8104000a").identifier(), DerError);
  assert.throws(() => read("06062b8104000a").identifier(), DerError);
});
