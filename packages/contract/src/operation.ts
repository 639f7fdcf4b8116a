// The columns of an operation's row. One row for each operation is the only place where it is described;
// validation, authorisation, audit, client, command, help, completion and reference pages derive from it.
import type { ErrorCode } from "./errors.ts";
import type { Members, ObjectOf, Text } from "./shape.ts";

/**
 * What a policy is asked about. `from` names the request member that holds the name, id or ARN.
 *
 * A rule whose member is absent from the request asks nothing; where all of a row's are absent, its containers
 * are asked about instead.
 */
export interface ResourceRule {
  readonly kind:
    | "secret"
    | "key"
    | "alias"
    | "policy"
    | "network"
    | "applicationaccesspoint"
    | "keystore"
    | "user"
    | "group"
    | "role"
    /** A policy of RAM; `policy` is KMS's own kind. */
    | "ram-policy"
    | "mfa"
    | "oidc-provider";
  /** The member that names it, or `*` for the container (create and list). */
  readonly from: string;
  /**
   * What the member names, where that is not the resource itself but leads to it: the key that protects a
   * secret (asked about only if the secret names a key of its own), that an alias points at, or that made a ciphertext.
   */
  readonly via?: "secret" | "alias" | "ciphertext";
  /** For the record only: what names what was made, in the request or in the answer (`KeyMetadata.KeyId`). */
  readonly makes?: string;
  /** The policy action, where one resource of the operation is asked about under another action. */
  readonly action?: string;
}

/**
 * How much of the operation is here.
 * `full`: as upstream. `adapted`: works, differs as noted. `refused`: will not be built, as noted.
 * `planned`: answers 400 `UnsupportedOperation` until it is built.
 */
export interface Support {
  readonly level: "full" | "adapted" | "refused" | "planned";
  /** One sentence; required for every level but `full` (checked by a test). */
  readonly note?: Text;
}

export interface Example {
  readonly title: Text;
  /** Member names and values as typed on the command line. */
  readonly request: Readonly<Record<string, string>>;
}

export interface Operation {
  readonly summary: Text;
  /** The section of the coverage page and the folder of the handler. */
  readonly area:
    | "account"
    | "instances"
    | "keys"
    | "key-material"
    | "aliases"
    | "crypto"
    | "secrets"
    | "tags"
    | "access"
    | "admin"
    | "users"
    | "access-keys"
    | "groups"
    | "roles"
    | "policies"
    | "sign-in"
    | "account-settings"
    | "identity-providers"
    | "sessions"
    | "trail";
  /** What a policy names, `kms:<Operation>` unless upstream documents another. */
  readonly action: string;
  readonly resources: readonly ResourceRule[];
  /** `none`: every caller who proved who they are may; no policy is asked. */
  readonly authorization?: "none";
  /** How the caller proves who they are, where it is not a signature: `oidc`, the token in `OIDCToken`. */
  readonly authentication?: "oidc";
  /** `read` and `crypto` write nothing; `destroy` loses something for good. */
  readonly effect: "read" | "write" | "crypto" | "destroy";
  /**
   * Only takes rights away or stops use, and can be wanted at once: goes through while the audit's spool is full.
   * Where only one value of a member does that, which. Nothing that gives, and nothing that loses a key or a value.
   */
  readonly takesAway?: true | { readonly member: string; readonly value: string };
  /** `safe`: repeating the same call does no harm, so that a client may do it by itself. */
  readonly retry: "safe" | "unsafe";
  readonly support: Support;
  readonly request: Members;
  /** Without `RequestId`, which every answer has. */
  readonly response: Members;
  /** Codes beyond the common set of every operation. */
  readonly errors: readonly ErrorCode[];
  readonly examples?: readonly Example[];
}

export type RequestOf<O> = O extends { request: infer S } ? ObjectOf<S> : never;
export type ResponseOf<O> = O extends { response: infer S } ? ObjectOf<S> : never;
