// Whether a request may be answered at all, given how far the audit's sinks are behind.
import { ApiError, type Operation, type Product } from "@coffer/contract";

/** What happens when events cannot be handed on and the spool is full. */
export const FULL_POLICIES = ["refuse-writes", "refuse-all", "drop"] as const;
export type FullPolicy = (typeof FULL_POLICIES)[number];

/** Of the request, decoded. */
type Members = Readonly<Record<string, unknown>>;

export interface AuditGate {
  /** @throws ApiError `ServiceUnavailableTemporary` for what the policy refuses while the spool is full */
  admit(product: Product, row: Operation, members: Members): void;
  /** How full the spool is: 1 is full. */
  fill(level: number): void;
}

/** What an operator needs to see and repair the audit is answered in any case. */
const isRepair = (product: Product, { effect }: Operation): boolean =>
  product.name === "admin" && effect === "read";

/** Whoever was found out is stopped also while nobody takes the events: they are durable in the log itself. */
function takesAway({ takesAway: means }: Operation, members: Members): boolean {
  return typeof means === "object" ? members[means.member] === means.value : means === true;
}

export function createAuditGate(policy: FullPolicy): AuditGate {
  let isFull = false;
  return {
    admit(product, row, members) {
      if (!isFull || policy === "drop" || isRepair(product, row)) return;
      const isRead = row.effect === "read" || row.effect === "crypto";
      if (policy === "refuse-writes" && (isRead || takesAway(row, members))) return;
      const message = "The audit's spool is full: the operator must see to its sinks.";
      throw new ApiError("ServiceUnavailableTemporary", message);
    },
    fill(level) {
      isFull = level >= 1;
    },
  };
}
