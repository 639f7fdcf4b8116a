// Events that one commit brings wait in one row, which says how many they are. Rows from before hold one each.
import type { Capabilities } from "../database.ts";

export function groupedEvents({ integer }: Capabilities): readonly string[] {
  return [`ALTER TABLE audit_waiting ADD COLUMN events ${integer} NOT NULL DEFAULT 1`];
}
