// Which nonces were used. A nonce must not work twice while the timestamp of its request can be accepted, so
// nonces are kept by that timestamp, in buckets of five minutes, as 64-bit keyed fingerprints in flat arrays: a
// few bytes each, no work for the garbage collector. A bucket goes when the clock has passed all its timestamps
// by the window, and so much time has really passed since it was last used. When the table is full, requests are
// refused; nothing is forgotten early.
//
// The clock may jump, and jump back: whatever it shows, a timestamp of a bucket that went is refused for ever, and
// no other is. A clock that was wrong for a while so locks nobody out when it is right again.
//
// The store records each nonce with the event of its request. From there come, after any end of a process, the nonces
// that were used before, and while it runs those that other servers of the same database have taken.
import { hash } from "node:crypto";
import type { LearnNonces, NonceClaim, UsedNonces } from "@coffer/store";
import { FingerprintSet } from "./fingerprint-set.ts";
import { Spans } from "./spans.ts";
import { WINDOW_MILLISECONDS } from "./timestamp.ts";

const BUCKET_MILLISECONDS = 5 * 60_000;
/** About 16,000 requests a second for the 20 minutes that a nonce is kept; 16 to 32 bytes each. */
const MOST = 20_000_000;
const NONCE_CHARACTERS = 128;
/** How long a bucket stays after its last nonce, however far the clock has jumped meanwhile. */
const STAY_MILLISECONDS = WINDOW_MILLISECONDS + BUCKET_MILLISECONDS;

export type Refusal = "used" | "full" | "too-old" | "malformed";

export interface Nonces {
  /**
   * Before anything is reserved.
   * @param key of the fingerprints: the same for all servers of a database, and known to nobody else
   */
  open(key: string): void;
  /** Takes a nonce for a request made at `timestamp` (ms). Of two at once, one gets it. */
  reserve(accessKeyId: string, nonce: string, timestamp: number): ReservedNonce | Refusal;
  /** Takes in what the store has recorded. */
  readonly learn: LearnNonces;
  /** Lets go of what can be accepted no more. Returns the buckets that the store may let go of too. */
  forget(): readonly number[];
  /** For the store: the value of `FORGOTTEN_NONCES`. */
  forgotten(): string;
  /** The store has let go of that bucket. */
  noteDeleted(bucket: number): void;
}

interface Bucket {
  /** Of this process. */
  readonly own: FingerprintSet;
  /** Of other processes and of those before this one. */
  readonly others: FingerprintSet;
  /** By the steady clock. */
  usedAt: number;
}

function isWhole(value: unknown): value is number {
  return Number.isSafeInteger(value);
}

/** `[first, last]` of each span. What cannot be read says nothing. */
function readSpans(text: string): Spans {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return new Spans([]);
  }
  const isPair = (each: unknown): each is [number, number] =>
    Array.isArray(each) && each.length === 2 && each.every(isWhole);
  return new Spans(Array.isArray(value) ? value.filter(isPair) : []);
}

/** A nonce that is taken for a request. */
export class ReservedNonce implements NonceClaim {
  readonly bucket: number;
  readonly print: Buffer;
  readonly #table: NonceTable;

  constructor(table: NonceTable, bucket: number, print: Buffer) {
    this.bucket = bucket;
    this.print = print;
    this.#table = table;
  }

  isTaken(): boolean {
    return this.#table.isTaken(this.bucket, this.print);
  }

  /** Gives it back, when the request was not processed (429 and 5xx) and so is not recorded. */
  release(): void {
    this.#table.release(this.print);
  }
}

class NonceTable implements Nonces {
  readonly #clock: () => number;
  readonly #steadyClock: () => number;
  readonly #most: number;
  /** By the index of five minutes since 1970. */
  readonly #buckets = new Map<number, Bucket>();
  #key: string | undefined;
  /** Indexes of buckets that went with nonces in them. */
  #forgotten = new Spans([]);
  /** The value of `FORGOTTEN_NONCES` that was taken in last. */
  #learned: string | undefined;
  /** Those of which the store may still have something. */
  readonly #stored = new Set<number>();

  constructor({ clock, steadyClock, most }: Required<NonceParts>) {
    this.#clock = clock;
    this.#steadyClock = steadyClock;
    this.#most = most;
  }

  open(key: string): void {
    this.#key = key;
  }

  reserve(accessKeyId: string, nonce: string, timestamp: number): ReservedNonce | Refusal {
    if (nonce === "" || nonce.length > NONCE_CHARACTERS) return "malformed";
    const steady = this.#steadyClock();
    this.#forget(steady);
    const index = Math.floor(timestamp / BUCKET_MILLISECONDS);
    if (this.#forgotten.has(index)) return "too-old";
    const print = this.#print(accessKeyId, nonce);
    let size = 0;
    for (const { own, others } of this.#buckets.values()) {
      if (own.has(print) || others.has(print)) return "used";
      size += own.size + others.size;
    }
    if (size >= this.#most) return "full";
    this.#bucketOf(index, steady).own.add(print);
    return new ReservedNonce(this, index, print);
  }

  isTaken(index: number, print: Buffer): boolean {
    // Another server may have let go of it: nobody knows any more what it had.
    if (this.#forgotten.has(index)) return true;
    for (const { others } of this.#buckets.values()) if (others.has(print)) return true;
    return false;
  }

  release(print: Buffer): void {
    for (const { own } of this.#buckets.values()) own.delete(print);
  }

  readonly learn = (used: readonly UsedNonces[], forgotten: string | undefined): void => {
    if (forgotten !== undefined && forgotten !== this.#learned) {
      this.#learned = forgotten;
      for (const span of readSpans(forgotten).list()) this.#forgotten.addSpan(span);
    }
    const steady = this.#steadyClock();
    for (const { bucket, prints } of used) {
      // They were recorded while they could be accepted, which they never will be again.
      if (this.#forgotten.has(bucket)) this.#stored.add(bucket);
      else this.#bucketOf(bucket, steady).others.addAll(prints);
    }
  };

  forget(): readonly number[] {
    this.#forget(this.#steadyClock());
    return [...this.#stored];
  }

  forgotten(): string {
    return JSON.stringify(this.#forgotten.list());
  }

  noteDeleted(bucket: number): void {
    this.#stored.delete(bucket);
  }

  #bucketOf(index: number, usedAt: number): Bucket {
    let bucket = this.#buckets.get(index);
    if (bucket === undefined) {
      bucket = { own: new FingerprintSet(), others: new FingerprintSet(), usedAt };
      this.#buckets.set(index, bucket);
    }
    bucket.usedAt = usedAt;
    return bucket;
  }

  #forget(steady: number): void {
    const now = this.#clock();
    for (const [index, { own, others, usedAt }] of this.#buckets) {
      const end = (index + 1) * BUCKET_MILLISECONDS;
      if (end + WINDOW_MILLISECONDS > now || usedAt + STAY_MILLISECONDS > steady) continue;
      this.#buckets.delete(index);
      // An empty bucket forgets nothing: a wrong clock without accepted requests leaves no trace.
      if (own.size + others.size === 0) continue;
      this.#forgotten.add(index);
      this.#stored.add(index);
    }
  }

  #print(accessKeyId: string, nonce: string): Buffer {
    if (this.#key === undefined) throw new Error("nonces are reserved when their key is known");
    const print = hash("sha1", `${this.#key}${accessKeyId}\n${nonce}`, "latin1");
    // Out of the pool: a buffer of its own would cost more than the hash.
    return Buffer.from(print.slice(0, FingerprintSet.BYTES), "latin1");
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

export function createNonces(parts: NonceParts): Nonces {
  const { clock, steadyClock = () => performance.now(), most = MOST } = parts;
  return new NonceTable({ clock, steadyClock, most });
}
