// Which nonces were used. A nonce must not work twice while its request's timestamp can be accepted: at most 30
// minutes after its first use (15 minutes of future, 15 of past). They are kept in two generations of 30
// minutes each, as 64-bit keyed fingerprints in flat arrays: a few bytes each, no work for the garbage
// collector. When the table is full, requests are refused; nothing is forgotten early.
//
// When the clock jumps back, old timestamps would be accepted again whose nonces are already forgotten. So
// time here never runs backwards, and a timestamp whose nonce might be forgotten is refused.
import { hash } from "node:crypto";
import type { Random } from "@coffer/crypto";
import { FingerprintSet } from "./fingerprint-set.ts";
import { WINDOW_MILLISECONDS } from "./timestamp.ts";

const GENERATION_MILLISECONDS = 2 * WINDOW_MILLISECONDS;
/** About 27,000 requests a second for half an hour; 16 to 32 bytes each. */
const MOST = 50_000_000;
const NONCE_CHARACTERS = 128;

export type Reservation = "reserved" | "used" | "full" | "too-old" | "malformed";

export interface Nonces {
  /** Takes a nonce for a request made at `timestamp` (ms). Of two at once, one gets it. */
  reserve(accessKeyId: string, nonce: string, timestamp: number): Reservation;
  /** Gives a nonce back whose request was not processed (429 and 5xx). */
  release(accessKeyId: string, nonce: string): void;
  /** Everything that must survive a restart. */
  export(): Uint8Array;
  /** Takes in what `export` gave; anything else is ignored. */
  import(exported: Uint8Array): void;
}

interface Generation {
  readonly start: number;
  readonly set: FingerprintSet;
}

const KEY_BYTES = 16;

export function createNonces(parts: {
  readonly clock: () => number;
  readonly random: Random;
  readonly most?: number;
}): Nonces {
  const most = parts.most ?? MOST;
  let key = parts.random.bytes(KEY_BYTES).toString("hex");
  let latest = parts.clock();
  let current: Generation = { start: latest, set: new FingerprintSet() };
  let previous: Generation | undefined;
  /** Nonces used before this time may be forgotten. */
  let forgottenBefore = Number.NEGATIVE_INFINITY;

  const advance = (): void => {
    latest = Math.max(latest, parts.clock());
    if (latest - current.start < GENERATION_MILLISECONDS) return;
    if (previous !== undefined) forgottenBefore = current.start;
    if (latest - current.start >= 2 * GENERATION_MILLISECONDS) {
      forgottenBefore = latest - GENERATION_MILLISECONDS;
      previous = undefined;
    } else previous = current;
    current = { start: latest, set: new FingerprintSet() };
  };
  const fingerprint = (accessKeyId: string, nonce: string): Buffer =>
    hash("sha1", `${key}${accessKeyId}\n${nonce}`, "buffer");

  return {
    reserve(accessKeyId, nonce, timestamp) {
      if (nonce === "" || nonce.length > NONCE_CHARACTERS) return "malformed";
      advance();
      if (timestamp - WINDOW_MILLISECONDS < forgottenBefore) return "too-old";
      const print = fingerprint(accessKeyId, nonce);
      if (previous?.set.has(print)) return "used";
      if (current.set.size + (previous?.set.size ?? 0) >= most) {
        return current.set.has(print) ? "used" : "full";
      }
      return current.set.add(print) ? "reserved" : "used";
    },
    release(accessKeyId, nonce) {
      const print = fingerprint(accessKeyId, nonce);
      current.set.delete(print);
      previous?.set.delete(print);
    },
    export() {
      const head = JSON.stringify({
        version: 1,
        key,
        latest,
        currentStart: current.start,
        previousStart: previous?.start,
        previousSize: previous?.set.size ?? 0,
        forgottenBefore: Number.isFinite(forgottenBefore) ? forgottenBefore : undefined,
      });
      const body = [previous?.set.export() ?? Buffer.alloc(0), current.set.export()];
      return Buffer.concat([Buffer.from(`${head}\n`), ...body]);
    },
    import(exported) {
      const bytes = Buffer.from(exported.buffer, exported.byteOffset, exported.byteLength);
      const end = bytes.indexOf("\n");
      if (end === -1) return;
      const head = JSON.parse(bytes.toString("utf8", 0, end)) as {
        version: number;
        key: string;
        latest: number;
        currentStart: number;
        previousStart?: number;
        previousSize: number;
        forgottenBefore?: number;
      }; // as `export` wrote it
      if (head.version !== 1) return;
      const middle = end + 1 + head.previousSize * FingerprintSet.BYTES;
      ({ key } = head);
      latest = Math.max(latest, head.latest);
      forgottenBefore = head.forgottenBefore ?? forgottenBefore;
      const { previousStart } = head;
      const old = FingerprintSet.import(bytes.subarray(end + 1, middle));
      previous = previousStart === undefined ? undefined : { start: previousStart, set: old };
      const set = FingerprintSet.import(bytes.subarray(middle));
      current = { start: head.currentStart, set };
      advance();
    },
  };
}
