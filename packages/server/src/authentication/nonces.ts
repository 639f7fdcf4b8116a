// Which nonces were used. A nonce must not work twice while the timestamp of its request can be accepted, so
// nonces are kept by that timestamp, in buckets of five minutes, as 64-bit keyed fingerprints in flat arrays: a
// few bytes each, no work for the garbage collector. A bucket goes when the clock has passed all its timestamps
// by the window. When the table is full, requests are refused; nothing is forgotten early.
//
// The clock may jump. Forwards, buckets go early; so a timestamp from before the end of a bucket that went is
// refused for ever, wherever the clock stands later. Backwards, buckets simply stay longer.
import { hash } from "node:crypto";
import type { Random } from "@coffer/crypto";
import { FingerprintSet } from "./fingerprint-set.ts";
import { WINDOW_MILLISECONDS } from "./timestamp.ts";

const BUCKET_MILLISECONDS = 5 * 60_000;
/** About 16,000 requests a second for the 20 minutes that a nonce is kept; 16 to 32 bytes each. */
const MOST = 20_000_000;
const NONCE_CHARACTERS = 128;
const KEY_BYTES = 16;
const VERSION = 2;

export type Reservation = "reserved" | "used" | "full" | "too-old" | "malformed";

export interface Nonces {
  /** Takes a nonce for a request made at `timestamp` (ms). Of two at once, one gets it. */
  reserve(accessKeyId: string, nonce: string, timestamp: number): Reservation;
  /** Gives a nonce back whose request was not processed (429 and 5xx). */
  release(accessKeyId: string, nonce: string): void;
  /** Everything that must survive a restart. */
  export(): Uint8Array;
  /**
   * Takes in what `export` gave. A damaged export is as none: the server then knows what it would know after
   * a crash.
   * @throws Error when nonces were reserved before, which it would forget
   */
  import(exported: Uint8Array): void;
}

interface Exported {
  readonly key: string;
  readonly forgottenBefore: number;
  readonly buckets: ReadonlyMap<number, FingerprintSet>;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** `[index, size]` of each bucket, as the head has them. */
function isSizes(value: unknown): value is [number, number][] {
  if (!Array.isArray(value)) return false;
  return value.every((each) => Array.isArray(each) && isWhole(each[0]) && isWhole(each[1]));
}

function readHead(text: string): Omit<Exported, "buckets"> & { sizes: [number, number][] } {
  const { version, key, forgottenBefore, sizes } = JSON.parse(text);
  if (version !== VERSION || typeof key !== "string" || !isWhole(forgottenBefore)) {
    throw new RangeError("not an export of this version");
  }
  if (!isSizes(sizes)) throw new RangeError("sizes are missing");
  return { key, forgottenBefore, sizes };
}

/** A line of JSON, then the fingerprints of each bucket. Undefined for anything else. */
function readExported(bytes: Buffer): Exported | undefined {
  try {
    let at = bytes.indexOf("\n") + 1;
    const { key, forgottenBefore, sizes } = readHead(bytes.toString("utf8", 0, at));
    const buckets = new Map<number, FingerprintSet>();
    for (const [index, size] of sizes) {
      const end = at + size * FingerprintSet.BYTES;
      if (end < at || end > bytes.length) return undefined;
      buckets.set(index, FingerprintSet.import(bytes.subarray(at, end)));
      at = end;
    }
    return at === bytes.length ? { key, forgottenBefore, buckets } : undefined;
  } catch {
    return undefined;
  }
}

class NonceTable implements Nonces {
  readonly #clock: () => number;
  readonly #most: number;
  /** By the index of five minutes since 1970. */
  #buckets = new Map<number, FingerprintSet>();
  #key: string;
  /** Timestamps before it may have had nonces that are forgotten. */
  #forgottenBefore = 0;

  constructor(clock: () => number, key: string, most: number) {
    this.#clock = clock;
    this.#key = key;
    this.#most = most;
  }

  reserve(accessKeyId: string, nonce: string, timestamp: number): Reservation {
    if (nonce === "" || nonce.length > NONCE_CHARACTERS) return "malformed";
    this.#forget();
    if (timestamp < this.#forgottenBefore) return "too-old";
    const print = this.#print(accessKeyId, nonce);
    let size = 0;
    for (const bucket of this.#buckets.values()) {
      if (bucket.has(print)) return "used";
      size += bucket.size;
    }
    if (size >= this.#most) return "full";
    const index = Math.floor(timestamp / BUCKET_MILLISECONDS);
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = new FingerprintSet();
      this.#buckets.set(index, bucket);
    }
    bucket.add(print);
    return "reserved";
  }

  release(accessKeyId: string, nonce: string): void {
    const print = this.#print(accessKeyId, nonce);
    for (const bucket of this.#buckets.values()) bucket.delete(print);
  }

  export(): Uint8Array {
    const sizes = [...this.#buckets].map(([index, bucket]) => [index, bucket.size]);
    const forgottenBefore = this.#forgottenBefore;
    const head = JSON.stringify({ version: VERSION, key: this.#key, forgottenBefore, sizes });
    const prints = [...this.#buckets.values()].map((bucket) => bucket.export());
    return Buffer.concat([Buffer.from(`${head}\n`), ...prints]);
  }

  import(exported: Uint8Array): void {
    if (this.#buckets.size > 0) throw new Error("nonces are taken in before the first request");
    const { buffer, byteOffset, byteLength } = exported;
    const read = readExported(Buffer.from(buffer, byteOffset, byteLength));
    if (read === undefined) return;
    this.#key = read.key;
    this.#forgottenBefore = read.forgottenBefore;
    this.#buckets = new Map(read.buckets);
  }

  #forget(): void {
    const now = this.#clock();
    for (const [index, bucket] of this.#buckets) {
      const end = (index + 1) * BUCKET_MILLISECONDS;
      if (end + WINDOW_MILLISECONDS > now) continue;
      this.#buckets.delete(index);
      // An empty bucket forgets nothing: a wrong clock without accepted requests leaves no trace.
      if (bucket.size > 0) this.#forgottenBefore = Math.max(this.#forgottenBefore, end);
    }
  }

  #print(accessKeyId: string, nonce: string): Buffer {
    return hash("sha1", `${this.#key}${accessKeyId}\n${nonce}`, "buffer");
  }
}

/** `most` is the number of nonces kept at one time. */
export function createNonces(parts: {
  readonly clock: () => number;
  readonly random: Random;
  readonly most?: number;
}): Nonces {
  const key = parts.random.bytes(KEY_BYTES).toString("hex");
  return new NonceTable(parts.clock, key, parts.most ?? MOST);
}
