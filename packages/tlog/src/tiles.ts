// Tiles (C2SP tlog-tiles): 256 hashes of one level of the tree in one piece. Level L holds the roots of subtrees of
// 256^L leaves; the tile at the right end may be partial.
import { HASH_BYTES } from "./hashes.ts";

export const TILE_WIDTH = 256;
/** Levels of the tree that a level of tiles spans. */
export const TILE_HEIGHT = 8;

export interface TileReader {
  /** The hashes of a tile, at least `width` of them. Undefined when it is not there. */
  tile(level: number, index: number, width: number): Promise<Uint8Array | undefined>;
}

/** How many hashes the tile has in a tree of that size; 0 beyond its end. */
export function widthOf(level: number | "entries", index: number, size: number): number {
  const total = Math.floor(size / TILE_WIDTH ** (level === "entries" ? 0 : level));
  return Math.max(0, Math.min(TILE_WIDTH, total - index * TILE_WIDTH));
}

/** `tile/0/x001/234`, `tile/entries/000.p/17`. */
export function tilePath(level: number | "entries", index: number, width: number): string {
  const groups: string[] = [];
  for (let rest = index; groups.length === 0 || rest > 0; rest = Math.floor(rest / 1000)) {
    groups.unshift(String(rest % 1000).padStart(3, "0"));
  }
  const path = groups.map((group, at) => (at < groups.length - 1 ? `x${group}` : group)).join("/");
  const partial = width < TILE_WIDTH ? `.p/${width}` : "";
  return `tile/${level}/${path}${partial}`;
}

export function hashAt(tile: Uint8Array, index: number): Uint8Array {
  return tile.subarray(index * HASH_BYTES, (index + 1) * HASH_BYTES);
}
