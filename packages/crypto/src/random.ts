// The one source of randomness. Tests put a seeded one in its place; nothing else may.
import { createHash, randomBytes, randomInt, randomUUID } from "node:crypto";

export interface Random {
  bytes(length: number): Buffer;
  /** A whole number from 0 to `below - 1`, without bias. `below` is at most 2^48 - 1. */
  integer(below: number): number;
  /** A version 4 UUID in lower case. */
  uuid(): string;
}

/** The operating system's generator. */
export const systemRandom: Random = {
  bytes: (length) => randomBytes(length),
  integer: (below) => randomInt(below),
  uuid: () => randomUUID(),
};

function uuidOf(bytes: Buffer): string {
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x40, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20)];
  return [...parts, hex.slice(20)].join("-");
}

/** For tests only: the same seed gives the same sequence. */
export function seededRandom(seed: number | string): Random {
  let counter = 0;
  const bytes = (length: number): Buffer => {
    counter += 1;
    const state = `coffer test randomness ${seed} ${counter}`;
    return createHash("shake256", { outputLength: length }).update(state).digest();
  };
  const integer = (below: number): number => {
    const limit = 2 ** 48 - (2 ** 48 % below);
    for (;;) {
      const drawn = bytes(6).readUIntBE(0, 6);
      if (drawn < limit) return drawn % below;
    }
  };
  return { bytes, integer, uuid: () => uuidOf(bytes(16)) };
}
