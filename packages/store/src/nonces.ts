// Nonces of requests as the store keeps them: fingerprints beside the events of those requests, in the same commit, so
// that whatever a request did or was told, its nonce is known from then on. The store looks into none of them.

/** Fingerprints, one behind the other, of nonces that belong together. */
export interface UsedNonces {
  /** A whole number, by which they are forgotten. */
  readonly bucket: number;
  readonly prints: Uint8Array;
}

/** The nonce of a request that is being treated. */
export interface NonceClaim {
  readonly bucket: number;
  readonly print: Uint8Array;
  /**
   * Whether another process has recorded it, or forgotten its bucket. Asked within the transaction that is to record
   * it, when everything that others have recorded has been told.
   */
  isTaken(): boolean;
}

/** The setting of the audit log that says which buckets are forgotten: what is in them must be refused for ever. */
export const FORGOTTEN_NONCES = "forgotten-nonces";

/** Told of nonces that were recorded, and of the value of `FORGOTTEN_NONCES`. */
export type LearnNonces = (used: readonly UsedNonces[], forgotten: string | undefined) => void;

export interface NonceFollower {
  /**
   * Tells of all nonces that are kept; and from then on, before any claim is asked whether it is taken, of what other
   * processes have recorded since. Others are seen in SQLite, whose transactions come one after the other; in
   * PostgreSQL not yet.
   */
  followNonces(learn: LearnNonces): Promise<void>;
}

export interface NonceForgetter {
  /**
   * Deletes what is kept of a bucket among the next few thousand rows after `after`; the newest row of all stays.
   * Returns where to go on, or undefined at the end.
   */
  deleteUsedNonces(bucket: number, after: number | undefined): Promise<number | undefined>;
}
