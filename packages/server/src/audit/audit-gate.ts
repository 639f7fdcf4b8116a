// Whether a request may be answered at all, given how far the audit's sinks are behind.
import { ApiError, type Operation, type Product } from "@coffer/contract";

/** What happens when events cannot be handed on and the spool is full. */
export const FULL_POLICIES = ["refuse-writes", "refuse-all", "drop"] as const;
export type FullPolicy = (typeof FULL_POLICIES)[number];

export interface AuditGate {
  /** @throws ApiError `ServiceUnavailableTemporary` for what the policy refuses while the spool is full */
  admit(product: Product, row: Operation): void;
  /** How full the spool is: 1 is full. */
  fill(level: number): void;
}

/** What an operator needs to see and repair the audit is answered in any case. */
const isRepair = (product: Product, { effect }: Operation): boolean =>
  product.name === "admin" && effect === "read";

export function createAuditGate(policy: FullPolicy): AuditGate {
  let isFull = false;
  return {
    admit(product, row) {
      if (!isFull || policy === "drop" || isRepair(product, row)) return;
      const isRead = row.effect === "read" || row.effect === "crypto";
      if (policy === "refuse-writes" && isRead) return;
      const message = "The audit's spool is full: the operator must see to its sinks.";
      throw new ApiError("ServiceUnavailableTemporary", message);
    },
    fill(level) {
      isFull = level >= 1;
    },
  };
}
