// What the five kinds of policy differ in, one row each.
import type { PolicyKind } from "./policy-error.ts";

interface KindRow {
  readonly limit: number;
  /** What the limit counts: UTF-16 units, as the cloud's own length does, or bytes of UTF-8. */
  readonly limitUnit: "characters" | "bytes";
  readonly hasPrincipal: boolean;
  /** `none`: the role that carries the policy; `any`: only `*`, the key or secret that carries it. */
  readonly resource: "patterns" | "none" | "any";
  /** Every action is one of the key management service's, and the `Sid` has a grammar. */
  readonly isResourcePolicy: boolean;
}

const IDENTITY = { hasPrincipal: false, resource: "patterns", isResourcePolicy: false } as const;
const RESOURCE = {
  limit: 32_768,
  limitUnit: "bytes",
  hasPrincipal: true,
  resource: "any",
  isResourcePolicy: true,
} as const;

export const KINDS: Readonly<Record<PolicyKind, KindRow>> = {
  identity: { ...IDENTITY, limit: 6_144, limitUnit: "characters" },
  session: { ...IDENTITY, limit: 2_048, limitUnit: "characters" },
  trust: {
    limit: 4_096,
    limitUnit: "characters",
    hasPrincipal: true,
    resource: "none",
    isResourcePolicy: false,
  },
  key: RESOURCE,
  secret: RESOURCE,
};
