// GetAuditTile: a tile as it is stored, partial at the log's end.
import { ApiError } from "@coffer/contract";
import type { AdminHandler } from "../handler.ts";

export const getAuditTile: AdminHandler<"GetAuditTile"> = async (request, { store }) => {
  const level = request.Level === "entries" ? "entries" : Number(request.Level);
  const tile = await store.logTile(level, request.Index);
  if (tile === undefined) throw new ApiError("EntityNotExist.AuditTile");
  return { Tile: Buffer.from(tile.bytes).toString("base64"), Width: tile.width };
};
