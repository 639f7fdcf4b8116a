// What a handler is given. Time, randomness and ids come in through here, so that a test can run ten years
// of rotations in a second; nothing here reaches back to HTTP, signatures, policies or the audit.
import type { OperationName } from "@coffer/contract";
import type { PairWorkers, Random } from "@coffer/crypto";
import type { ReadStore, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring/keyring.ts";
import type { RootKeys } from "./keyring/root-keys.ts";

interface CallerBase {
  /** The account that the caller belongs to; resources belong to `context.accountId`. */
  readonly accountId: string;
  /** What signed the request: `LTAI…`, of a session `STS.…`; empty where a token took its place. */
  readonly accessKeyId: string;
}

/** The account itself. */
export interface RootCaller extends CallerBase {
  readonly kind: "root";
}

export interface UserCaller extends CallerBase {
  readonly kind: "user";
  readonly userId: string;
  /** In its stored case. */
  readonly userName: string;
}

/** A session of a role. */
export interface RoleCaller extends CallerBase {
  readonly kind: "role";
  readonly roleId: string;
  readonly roleName: string;
  readonly sessionName: string;
  /** The session policy as text, if the session was given one. */
  readonly sessionPolicy?: string;
  readonly sourceIdentity?: string;
  /** Milliseconds since 1970. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Whom an identity provider vouches for, who may only assume a role. */
export interface FederatedCaller extends CallerBase {
  readonly kind: "federated";
  /** ARN of the identity provider, in `accountId`. */
  readonly provider: string;
  /** Checked claims of the token. */
  readonly claims: {
    readonly issuer: string;
    readonly subject: string;
    readonly audiences: readonly string[];
    /** Milliseconds since 1970. */
    readonly issuedAt: number;
    readonly expiresAt: number;
  };
}

/** Who calls, as authentication found out. */
export type Caller = RootCaller | UserCaller | RoleCaller | FederatedCaller;

/** What the caller is counted under: sessions of one role count together. */
export function callerId(caller: Caller): string {
  switch (caller.kind) {
    case "root":
      return caller.accountId;
    case "user":
      return caller.userId;
    case "role":
      return caller.roleId;
    case "federated":
      return caller.provider;
  }
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
  /** Whether the caller may do this other thing to whatever there is: for what an answer tells beyond upstream's. */
  readonly may: (operation: OperationName) => Promise<boolean>;
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
