// The sources of randomness. What must be unpredictable (keys, data keys, nonces) always comes from the
// operating system, whatever source a caller was given; the seeded source makes whole test runs repeatable.
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";

export interface Random {
  /** `length` random bytes. */
  bytes(length: number): Buffer;
  /** An unbiased integer from 0 to `below - 1`; `below` is from 1 to 2^48 - 1, else RangeError. */
  integer(below: number): number;
  /** A version 4 UUID in lower case. */
  uuid(): string;
}

const RANGE = 2 ** 48;

function checkBelow(below: number): void {
  if (!Number.isSafeInteger(below) || below < 1 || below >= RANGE) {
    throw new RangeError("`below` must be an integer from 1 to 2^48 - 1");
  }
}

/** The operating system's generator, through OpenSSL. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  integer: (below) => {
    checkBelow(below);
    return randomInt(below);
  },
  uuid: () => randomUUID(),
};

const WINDOW = 4096;

/** A stream of SHAKE-256 outputs over seed and counter. */
function stream(seed: string): (length: number) => Buffer {
  let window = Buffer.alloc(0);
  let counter = 0;
  let at = 0;
  return (length) => {
    const bytes = Buffer.alloc(length);
    for (let filled = 0; filled < length; ) {
      if (at === window.length) {
        const hash = createHash("shake256", { outputLength: WINDOW });
        window = hash.update(`${counter++}:${seed}`).digest();
        at = 0;
      }
      const copied = window.copy(bytes, filled, at);
      filled += copied;
      at += copied;
    }
    return bytes;
  };
}

/**
 * For tests only: the same seed gives the same stream for ever, so anyone who knows the seed knows it all.
 */
export function seededRandom(seed: number | string): Random {
  const bytes = stream(`${typeof seed}:${seed}`);
  const integer = (below: number): number => {
    checkBelow(below);
    // Draws beyond the last full multiple of `below` would make its first values more likely.
    const limit = RANGE - (RANGE % below);
    for (;;) {
      const drawn = bytes(6).readUIntBE(0, 6);
      if (drawn < limit) return drawn % below;
    }
  };
  const uuid = (): string => {
    const drawn = bytes(16);
    drawn.writeUInt8((drawn.readUInt8(6) & 0x0f) | 0x40, 6);
    drawn.writeUInt8((drawn.readUInt8(8) & 0x3f) | 0x80, 8);
    return drawn.toString("hex").replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  };
  return { bytes, integer, uuid };
}
