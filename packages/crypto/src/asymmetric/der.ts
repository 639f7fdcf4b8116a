// The little of DER (ITU-T X.690) that signatures and keys need: strict, so that one value has one
// spelling. Whatever deviates is refused.

const INTEGER = 0x02;
const BIT_STRING = 0x03;
const OCTET_STRING = 0x04;
const OBJECT_IDENTIFIER = 0x06;
const SEQUENCE = 0x30;

/** Thrown for bytes that are not the DER expected. */
export class DerError extends Error {
  constructor() {
    super("not the expected DER");
    this.name = "DerError";
  }
}

/** Reads values one after the other; `end` checks that nothing is left. */
export class DerReader {
  readonly #bytes: Uint8Array;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  sequence(): DerReader {
    return new DerReader(this.#value(SEQUENCE));
  }

  /** Of any size, not negative, in its shortest form. */
  integer(): bigint {
    const bytes = this.#value(INTEGER);
    const [first = 0x80, second = 0x80] = bytes;
    if (first >= 0x80 || (first === 0 && bytes.length > 1 && second < 0x80)) throw new DerError();
    return BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  }

  octets(): Uint8Array {
    return this.#value(OCTET_STRING);
  }

  /** Whole bytes only. */
  bits(): Uint8Array {
    const [unused, ...bytes] = this.#value(BIT_STRING);
    if (unused !== 0) throw new DerError();
    return Buffer.from(bytes);
  }

  /** The content in hexadecimal, to be compared with known ones. */
  identifier(): string {
    return Buffer.from(this.#value(OBJECT_IDENTIFIER)).toString("hex");
  }

  end(): void {
    if (this.#at !== this.#bytes.length) throw new DerError();
  }

  #byte(): number {
    const byte = this.#bytes[this.#at];
    if (byte === undefined) throw new DerError();
    this.#at += 1;
    return byte;
  }

  #value(tag: number): Uint8Array {
    if (this.#byte() !== tag) throw new DerError();
    const length = this.#length();
    const value = this.#bytes.subarray(this.#at, this.#at + length);
    if (value.length !== length) throw new DerError();
    this.#at += length;
    return value;
  }

  #length(): number {
    const first = this.#byte();
    if (first < 0x80) return first;
    // Two bytes of length are more than anything here needs.
    const count = first & 0x7f;
    if (count < 1 || count > 2) throw new DerError();
    let length = 0;
    for (let left = count; left > 0; left -= 1) length = length * 256 + this.#byte();
    if (length < 0x80 || (count === 2 && length < 0x100)) throw new DerError();
    return length;
  }
}

/** The INTEGERs of `values`, none negative, in one SEQUENCE of less than 128 bytes. */
export function derIntegers(values: readonly bigint[]): Buffer {
  const parts = values.map((value) => {
    const digits = value.toString(16);
    const even = digits.length % 2 === 0 ? digits : `0${digits}`;
    const bytes = Buffer.from(even, "hex");
    const padded = bytes.readUInt8(0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes;
    return Buffer.concat([Buffer.of(INTEGER, padded.length), padded]);
  });
  const body = Buffer.concat(parts);
  return Buffer.concat([Buffer.of(SEQUENCE, body.length), body]);
}
