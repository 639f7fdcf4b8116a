// Bytes that must not be seen. They hide from everything that prints or copies objects, and can be wiped:
// the type of every plaintext and key between where it is made and where it is used.
import { timingSafeEqual } from "node:crypto";
import { inspect } from "node:util";
import { type Random, systemRandom } from "./random.ts";

const MASK = "[SecretBytes]";

/**
 * Owns its buffer. String(), templates, JSON and util.inspect show a mask; structuredClone, postMessage,
 * v8.serialize and object spreading yield an empty object, since the bytes are in a private field.
 */
export class SecretBytes {
  #bytes: Buffer | undefined;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes `bytes` over without a copy: the caller must not use them again. */
  static own(bytes: Uint8Array): SecretBytes {
    if (Buffer.isBuffer(bytes)) return new SecretBytes(bytes);
    return new SecretBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  static copyOf(bytes: Uint8Array): SecretBytes {
    // Not from Node's pool: a pooled slice shares its ArrayBuffer with strangers.
    const copy = Buffer.allocUnsafeSlow(bytes.length);
    copy.set(bytes);
    return new SecretBytes(copy);
  }

  /**
   * The UTF-8 bytes of `text`.
   * @throws TypeError when the text holds half of a surrogate pair, which UTF-8 cannot carry
   */
  static fromText(text: string): SecretBytes {
    if (!text.isWellFormed()) throw new TypeError("a secret text must be well-formed Unicode");
    const bytes = Buffer.allocUnsafeSlow(Buffer.byteLength(text));
    bytes.write(text);
    return new SecretBytes(bytes);
  }

  static random(length: number, random: Random = systemRandom): SecretBytes {
    return new SecretBytes(random.bytes(length));
  }

  /** In bytes; 0 after `wipe`. */
  get length(): number {
    return this.#bytes?.length ?? 0;
  }

  /**
   * The live bytes, not a copy: use them at once, never keep them.
   * @throws Error after `wipe`
   */
  reveal(): Buffer {
    if (this.#bytes === undefined) throw new Error("these secret bytes were wiped");
    return this.#bytes;
  }

  /** Lets the bytes be used a last time and wipes them, whatever happens: `using` would cost every request more. */
  spend<Result>(use: (bytes: Buffer) => Result): Result {
    try {
      return use(this.reveal());
    } finally {
      this.wipe();
    }
  }

  /** Compares in a time that depends on the lengths alone. */
  equals(other: SecretBytes): boolean {
    return this.length === other.length && timingSafeEqual(this.reveal(), other.reveal());
  }

  /** Overwrites the bytes with zeros. Wiping twice is fine. */
  wipe(): void {
    this.#bytes?.fill(0);
    this.#bytes = undefined;
  }

  [Symbol.dispose](): void {
    this.wipe();
  }

  toString(): string {
    return MASK;
  }

  toJSON(): string {
    return MASK;
  }

  [inspect.custom](): string {
    return MASK;
  }
}
