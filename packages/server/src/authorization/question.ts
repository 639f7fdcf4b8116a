// What a request asks of the policies: one action on one resource at a time.
import type { Named } from "../domain/names.ts";

/** A key or secret, which may have a policy and tags of its own. */
export interface Bearer {
  readonly kind: "key" | "secret";
  /** A key's id or a secret's name. */
  readonly id: string;
}

export interface Question {
  readonly action: string;
  /** The full ARN, names in their stored case. */
  readonly resource: string;
  /** The account that the resource belongs to. */
  readonly owner: string;
  readonly bearer?: Bearer;
  /** The role that is to be assumed, by its name; empty for an ARN that names no role. */
  readonly role?: string;
  /** Absent of what has no name, such as all keys. */
  readonly named?: Named;
}

/** Where keys and secrets are. */
export interface Place {
  readonly accountId: string;
  readonly region: string;
}
