// Nonces that requests used, for as long as their timestamps can be accepted.
import type { Capabilities } from "../database.ts";

export function usedNonces({ orderedKey, integer, bytes }: Capabilities): readonly string[] {
  const columns = [
    `id ${orderedKey}`,
    `writer ${integer} NOT NULL`,
    `bucket ${integer} NOT NULL`,
    `prints ${bytes} NOT NULL`,
  ];
  return [`CREATE TABLE used_nonces (${columns.join(", ")})`];
}
