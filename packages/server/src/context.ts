// What a handler is given. Time, randomness and ids come in through here, so that a test can run ten years
// of rotations in a second; nothing here reaches back to HTTP, signatures, policies or the audit.
import type { PairWorkers, Random } from "@coffer/crypto";
import type { ReadStore, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring/keyring.ts";
import type { RootKeys } from "./keyring/root-keys.ts";

/** Who calls, as authentication found out. */
export interface Caller {
  readonly accountId: string;
  readonly accessKeyId: string;
  /** `root`: the account itself. Users and roles come with identity management. */
  readonly kind: "root";
}

export type Pairs = Omit<PairWorkers, "close" | "renew">;

interface Common {
  readonly accountId: string;
  readonly region: string;
  readonly caller: Caller;
  /** Upper-case UUID of this request. */
  readonly requestId: string;
  /** Milliseconds since 1970, read once for the whole request. */
  readonly now: number;
  readonly random: Random;
  readonly keyring: Keyring;
  readonly rootKeys: RootKeys;
  /** Lets jobs look for work at once. */
  readonly wakeJobs: () => void;
  /** Signs, verifies, encrypts and decrypts with pairs of keys, away from the event loop. */
  readonly pairs: Pairs;
}

/** For operations with effect `read` or `crypto`: each store call sees the newest committed state. */
export interface ReadContext extends Common {
  readonly store: ReadStore;
}

/**
 * For operations with effect `write` or `destroy`: `store` is one transaction, committed when the handler
 * returns and rolled back when it throws. A handler may be run again from the start after a collision, and
 * awaits nothing but store methods.
 */
export interface WriteContext extends Common {
  readonly store: WriteStore;
}
