// Appending to a tree in tiles: which tiles are new or grow, level by level. Only the tiles at the right end are read.
import { HASH_BYTES, nodeHash } from "./hashes.ts";
import { hashAt, TILE_WIDTH, type TileReader } from "./tiles.ts";

export interface NewTile {
  readonly level: number;
  readonly index: number;
  /** How many hashes it has now. */
  readonly width: number;
  readonly bytes: Uint8Array;
}

/** The root of a full tile's subtree. */
export function tileRoot(tile: Uint8Array): Uint8Array {
  let hashes = Array.from({ length: TILE_WIDTH }, (_, at) => hashAt(tile, at));
  while (hashes.length > 1) {
    hashes = Array.from({ length: hashes.length / 2 }, (_, at) =>
      nodeHash(hashes[2 * at] ?? tile, hashes[2 * at + 1] ?? tile),
    );
  }
  return hashes[0] ?? tile;
}

/**
 * The tiles that `leaves` (leaf hashes) make of a tree of `size` leaves.
 * @throws RangeError when a tile at the right end is not there
 */
export async function appendLeaves(
  size: number,
  reader: TileReader,
  leaves: readonly Uint8Array[],
): Promise<readonly NewTile[]> {
  const made: NewTile[] = [];
  let [count, hashes] = [size, leaves];
  for (let level = 0; hashes.length > 0; level += 1) {
    const first = Math.floor(count / TILE_WIDTH);
    const width = count % TILE_WIDTH;
    const before = width === 0 ? new Uint8Array() : await reader.tile(level, first, width);
    if (before === undefined || before.length < width * HASH_BYTES) {
      throw new RangeError(`the tile ${first} of level ${level} is not there`);
    }
    const all = Buffer.concat([before.subarray(0, width * HASH_BYTES), ...hashes]);
    const roots: Uint8Array[] = [];
    for (let at = 0; at < all.length; at += TILE_WIDTH * HASH_BYTES) {
      const bytes = Uint8Array.prototype.slice.call(all, at, at + TILE_WIDTH * HASH_BYTES);
      const index = first + at / (TILE_WIDTH * HASH_BYTES);
      made.push({ level, index, width: bytes.length / HASH_BYTES, bytes });
      if (bytes.length === TILE_WIDTH * HASH_BYTES) roots.push(tileRoot(bytes));
    }
    [count, hashes] = [Math.floor(count / TILE_WIDTH), roots];
  }
  return made;
}
