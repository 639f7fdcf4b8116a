// Which nonces were used. A nonce must not work twice while the timestamp of its request can be accepted, so
// nonces are kept by that timestamp, in buckets of five minutes, as 64-bit keyed fingerprints in flat arrays: a
// few bytes each, no work for the garbage collector. A bucket goes when the clock has passed all its timestamps
// by the window, and so much time has really passed since it was last used. When the table is full, requests are
// refused; nothing is forgotten early.
//
// The clock may jump, and jump back: whatever it shows, a timestamp of a bucket that went is refused for ever, and
// no other is. A clock that was wrong for a while so locks nobody out when it is right again.
import { hash } from "node:crypto";
import type { Random } from "@coffer/crypto";
import { FingerprintSet } from "./fingerprint-set.ts";
import { Spans } from "./spans.ts";
import { WINDOW_MILLISECONDS } from "./timestamp.ts";

const BUCKET_MILLISECONDS = 5 * 60_000;
/** About 16,000 requests a second for the 20 minutes that a nonce is kept; 16 to 32 bytes each. */
const MOST = 20_000_000;
const NONCE_CHARACTERS = 128;
const KEY_BYTES = 16;
const VERSION = 3;
/** How long a bucket stays after its last nonce, however far the clock has jumped meanwhile. */
const STAY_MILLISECONDS = WINDOW_MILLISECONDS + BUCKET_MILLISECONDS;

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
  readonly forgotten: Spans;
  readonly buckets: ReadonlyMap<number, FingerprintSet>;
}

interface Bucket {
  readonly prints: FingerprintSet;
  /** By the steady clock. */
  usedAt: number;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** `[index, size]` of each bucket, and `[first, last]` of each span, as the head has them. */
function isPairs(value: unknown): value is [number, number][] {
  if (!Array.isArray(value)) return false;
  return value.every((each) => Array.isArray(each) && isWhole(each[0]) && isWhole(each[1]));
}

function readHead(text: string): Omit<Exported, "buckets"> & { sizes: [number, number][] } {
  const { version, key, forgotten, sizes } = JSON.parse(text);
  if (version !== VERSION || typeof key !== "string") {
    throw new RangeError("not an export of this version");
  }
  if (!isPairs(forgotten) || !isPairs(sizes)) throw new RangeError("the lists are missing");
  return { key, forgotten: new Spans(forgotten), sizes };
}

/** A line of JSON, then the fingerprints of each bucket. Undefined for anything else. */
function readExported(bytes: Buffer): Exported | undefined {
  try {
    let at = bytes.indexOf("\n") + 1;
    const { key, forgotten, sizes } = readHead(bytes.toString("utf8", 0, at));
    const buckets = new Map<number, FingerprintSet>();
    for (const [index, size] of sizes) {
      const end = at + size * FingerprintSet.BYTES;
      if (end < at || end > bytes.length) return undefined;
      buckets.set(index, FingerprintSet.import(bytes.subarray(at, end)));
      at = end;
    }
    return at === bytes.length ? { key, forgotten, buckets } : undefined;
  } catch {
    return undefined;
  }
}

class NonceTable implements Nonces {
  readonly #clock: () => number;
  readonly #steadyClock: () => number;
  readonly #most: number;
  /** By the index of five minutes since 1970. */
  readonly #buckets = new Map<number, Bucket>();
  #key: string;
  /** Indexes of buckets that went with nonces in them. */
  #forgotten = new Spans([]);

  constructor({ clock, steadyClock, most, key }: Required<NonceParts> & { readonly key: string }) {
    this.#clock = clock;
    this.#steadyClock = steadyClock;
    this.#key = key;
    this.#most = most;
  }

  reserve(accessKeyId: string, nonce: string, timestamp: number): Reservation {
    if (nonce === "" || nonce.length > NONCE_CHARACTERS) return "malformed";
    const steady = this.#steadyClock();
    this.#forget(steady);
    const index = Math.floor(timestamp / BUCKET_MILLISECONDS);
    if (this.#forgotten.has(index)) return "too-old";
    const print = this.#print(accessKeyId, nonce);
    let size = 0;
    for (const { prints } of this.#buckets.values()) {
      if (prints.has(print)) return "used";
      size += prints.size;
    }
    if (size >= this.#most) return "full";
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = { prints: new FingerprintSet(), usedAt: steady };
      this.#buckets.set(index, bucket);
    }
    bucket.prints.add(print);
    bucket.usedAt = steady;
    return "reserved";
  }

  release(accessKeyId: string, nonce: string): void {
    const print = this.#print(accessKeyId, nonce);
    for (const { prints } of this.#buckets.values()) prints.delete(print);
  }

  export(): Uint8Array {
    const sizes = [...this.#buckets].map(([index, { prints }]) => [index, prints.size]);
    const forgotten = this.#forgotten.list();
    const head = JSON.stringify({ version: VERSION, key: this.#key, forgotten, sizes });
    const prints = [...this.#buckets.values()].map((bucket) => bucket.prints.export());
    return Buffer.concat([Buffer.from(`${head}\n`), ...prints]);
  }

  import(exported: Uint8Array): void {
    if (this.#buckets.size > 0) throw new Error("nonces are taken in before the first request");
    const { buffer, byteOffset, byteLength } = exported;
    const read = readExported(Buffer.from(buffer, byteOffset, byteLength));
    if (read === undefined) return;
    this.#key = read.key;
    this.#forgotten = read.forgotten;
    const usedAt = this.#steadyClock();
    for (const [index, prints] of read.buckets) this.#buckets.set(index, { prints, usedAt });
  }

  #forget(steady: number): void {
    const now = this.#clock();
    for (const [index, { prints, usedAt }] of this.#buckets) {
      const end = (index + 1) * BUCKET_MILLISECONDS;
      if (end + WINDOW_MILLISECONDS > now || usedAt + STAY_MILLISECONDS > steady) continue;
      this.#buckets.delete(index);
      // An empty bucket forgets nothing: a wrong clock without accepted requests leaves no trace.
      if (prints.size > 0) this.#forgotten.add(index);
    }
  }

  #print(accessKeyId: string, nonce: string): Buffer {
    // Out of the pool: a buffer of its own would cost more than the hash.
    const print = hash("sha1", `${this.#key}${accessKeyId}\n${nonce}`, "latin1");
    return Buffer.from(print, "latin1");
  }
}

interface NonceParts {
  /** Milliseconds since 1970, as the machine believes. */
  readonly clock: () => number;
  /** Milliseconds that never jump. */
  readonly steadyClock?: () => number;
  /** How many nonces are kept at one time. */
  readonly most?: number;
}

export function createNonces(parts: NonceParts & { readonly random: Random }): Nonces {
  const { clock, steadyClock = () => performance.now(), most = MOST, random } = parts;
  const key = random.bytes(KEY_BYTES).toString("hex");
  return new NonceTable({ clock, steadyClock, most, key });
}
