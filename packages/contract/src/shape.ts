// The kinds of member a request or response may have, and the types they imply.
//
// A shape is plain data: it can be printed, walked, compared and sent elsewhere. Every kind that could
// grow without bound carries its maximum, and the types leave no way to omit it. `wire` says how a value
// travels when that differs from the plain form; upstream sends everything as text parameters.

import type { ErrorCode } from "./errors.ts";

/** A text in the two languages of the console and the command line. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

interface Common {
  /** What the member means. Required on request members (checked by a test), optional on answers. */
  readonly doc?: Text;
  /** The member may be absent. */
  readonly optional?: true;
  /** The value is confidential: masked in the audit, never in a log, error or argument list. */
  readonly secret?: true;
  /** Not written to the audit: ciphertexts, digests and the like, which are data and no facts of a request. */
  readonly recorded?: false;
  /** The member is our extension: upstream does not have it. */
  readonly ours?: true;
  /** Codes that faults of this member have in place of `MissingParameter` and `InvalidParameter`. */
  readonly faults?: {
    readonly missing?: ErrorCode;
    /** Too long or too short. */
    readonly length?: ErrorCode;
    /** Not of the pattern. */
    readonly pattern?: ErrorCode;
    /** Anything else, and the two above where they are not given. */
    readonly value?: ErrorCode;
  };
}

/** Text. `max` and `min` count characters (code points), or UTF-8 bytes where `unit` is `bytes`. */
export interface StringMember extends Common {
  readonly kind: "string";
  readonly max: number;
  readonly min?: number;
  readonly unit?: "characters" | "bytes";
  /** A regular expression the whole value must match, as source text. */
  readonly pattern?: string;
  readonly default?: string;
}

/** A whole number. `as: "string"` marks members that upstream types as text holding a number. */
export interface IntegerMember extends Common {
  readonly kind: "integer";
  readonly min: number;
  readonly max: number;
  readonly as?: "string";
  readonly default?: number;
}

/** `true` or `false` in any case. `as: "string"` marks members that upstream types as text. */
export interface BooleanMember extends Common {
  readonly kind: "boolean";
  readonly as?: "string";
  readonly default?: boolean;
}

/** One of a closed list of words, case-sensitive. */
export interface ChoiceMember extends Common {
  readonly kind: "choice";
  readonly of: readonly string[];
  readonly default?: string;
}

/**
 * A list of at most `max` items.
 *
 * `indexed` travels as `Name.1`, `Name.2` (objects as `Name.1.Field`); `json` as one parameter with
 * JSON text, typed as an array upstream; `json-text` the same, but typed as plain text upstream.
 * Answers always carry plain JSON arrays.
 */
export interface ListMember extends Common {
  readonly kind: "list";
  readonly of: Member;
  readonly max: number;
  readonly min?: number;
  readonly wire?: "indexed" | "json" | "json-text";
}

/** Named members. In requests only inside lists. */
export interface ObjectMember extends Common {
  readonly kind: "object";
  readonly members: Members;
}

/** Pairs of text, at most `max` of them, as one JSON object in one parameter. */
export interface MapMember extends Common {
  readonly kind: "map";
  readonly max: number;
}

/**
 * JSON text that stays text: a policy document or an extended configuration. `max` counts UTF-8 bytes.
 * `as: "map"` marks members that upstream types as a map.
 */
export interface JsonMember extends Common {
  readonly kind: "json";
  readonly max: number;
  readonly as?: "map";
}

export type Member =
  | StringMember
  | IntegerMember
  | BooleanMember
  | ChoiceMember
  | ListMember
  | ObjectMember
  | MapMember
  | JsonMember;

export type Members = Readonly<Record<string, Member>>;

/** The TypeScript type of a member's decoded value. */
export type ValueOf<M> = M extends { kind: "string" | "json" }
  ? string
  : M extends { kind: "choice"; of: infer Of }
    ? Of extends readonly (infer Word)[]
      ? Word
      : never
    : M extends { kind: "integer" }
      ? number
      : M extends { kind: "boolean" }
        ? boolean
        : M extends { kind: "map" }
          ? Readonly<Record<string, string>>
          : M extends { kind: "list"; of: infer Item }
            ? readonly ValueOf<Item>[]
            : M extends { kind: "object"; members: infer Inner }
              ? ObjectOf<Inner>
              : never;

type OptionalName<S> = {
  [K in keyof S]: S[K] extends { optional: true }
    ? S[K] extends { default: string | number | boolean }
      ? never
      : K
    : never;
}[keyof S];

/** The TypeScript type of a decoded object: members with a default are always present. */
export type ObjectOf<S> = {
  readonly [K in Exclude<keyof S, OptionalName<S>>]: ValueOf<S[K]>;
} & { readonly [K in OptionalName<S>]?: ValueOf<S[K]> };

/** The same member, which may be absent. */
export function optional<M extends Member>(member: M): M & { readonly optional: true } {
  return { ...member, optional: true };
}
