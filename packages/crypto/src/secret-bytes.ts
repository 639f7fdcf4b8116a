// Plaintext bytes that hide themselves from everything that prints, and that can be wiped. Whoever holds one
// wipes it when done; `using` does it at the end of a block.
import { inspect } from "node:util";
import { type Random, systemRandom } from "./random.ts";

const MASK = "[secret]";

export class SecretBytes {
  #bytes: Buffer | undefined;

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  /** Takes ownership of `bytes`, without a copy: the giver must not use them again. */
  static own(bytes: Uint8Array): SecretBytes {
    return new SecretBytes(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
  }

  static copyOf(bytes: Uint8Array): SecretBytes {
    const copy = Buffer.alloc(bytes.length);
    copy.set(bytes);
    return new SecretBytes(copy);
  }

  /** The UTF-8 bytes of `text`. The text itself cannot be wiped: let go of it soon. */
  static fromText(text: string): SecretBytes {
    return SecretBytes.own(Buffer.from(text, "utf8"));
  }

  static random(length: number, random: Random = systemRandom): SecretBytes {
    return SecretBytes.own(random.bytes(length));
  }

  get length(): number {
    return this.reveal().length;
  }

  /** The live bytes: use them at once and keep no reference. Throws when already wiped. */
  reveal(): Buffer {
    if (this.#bytes === undefined) throw new Error("secret bytes were used after they were wiped");
    return this.#bytes;
  }

  /** Overwrites the bytes with zeros. May be called again. */
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
