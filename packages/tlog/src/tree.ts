// Hashes and proofs of a tree that is kept in tiles (RFC 6962, sections 2.1.1 and 2.1.2), and their verification, which
// needs no tiles.
import { emptyRoot, HASH_BYTES, nodeHash } from "./hashes.ts";
import { hashAt, TILE_HEIGHT, TILE_WIDTH, type TileReader, widthOf } from "./tiles.ts";

/** The largest power of two below `size`, which is at least 2. */
function split(size: number): number {
  let half = 1;
  while (half * 2 < size) half *= 2;
  return half;
}

function isPowerOfTwo(size: number): boolean {
  return size === 1 || split(size) * 2 === size;
}

/** A tree of `size` leaves in tiles. */
interface Tree {
  readonly size: number;
  readonly reader: TileReader;
}

async function readTile({ size, reader }: Tree, level: number, index: number): Promise<Uint8Array> {
  const width = widthOf(level, index, size);
  const tile = await reader.tile(level, index, width);
  if (tile === undefined || tile.length < width * HASH_BYTES) {
    throw new RangeError(`the tile ${index} of level ${level} is not there`);
  }
  return tile;
}

/** The root of a full subtree of `2^height` leaves. */
async function subtree(tree: Tree, height: number, index: number): Promise<Uint8Array> {
  const level = Math.floor(height / TILE_HEIGHT);
  const count = 2 ** (height - level * TILE_HEIGHT);
  const start = index * count;
  const tile = await readTile(tree, level, Math.floor(start / TILE_WIDTH));
  let hashes = Array.from({ length: count }, (_, at) => hashAt(tile, (start % TILE_WIDTH) + at));
  while (hashes.length > 1) {
    hashes = Array.from({ length: hashes.length / 2 }, (_, at) =>
      nodeHash(hashes[2 * at] ?? tile, hashes[2 * at + 1] ?? tile),
    );
  }
  return hashes[0] ?? tile;
}

/** The hash of leaves `start` to `end`, where `start` is a multiple of what it splits into. */
async function rangeHash(tree: Tree, start: number, end: number): Promise<Uint8Array> {
  const size = end - start;
  if (isPowerOfTwo(size)) return subtree(tree, Math.round(Math.log2(size)), start / size);
  const middle = start + split(size);
  return nodeHash(await rangeHash(tree, start, middle), await rangeHash(tree, middle, end));
}

/** @throws RangeError for a tile that is not there */
export async function rootHash(size: number, reader: TileReader): Promise<Uint8Array> {
  return size === 0 ? emptyRoot() : rangeHash({ size, reader }, 0, size);
}

/**
 * The audit path of a leaf, from the leaf upwards.
 * @throws RangeError for a leaf beyond the tree, or a tile that is not there
 */
export async function inclusionProof(
  index: number,
  size: number,
  reader: TileReader,
): Promise<readonly Uint8Array[]> {
  if (index < 0 || index >= size) throw new RangeError("there is no such leaf");
  const tree = { size, reader };
  const path = async (start: number, end: number): Promise<Uint8Array[]> => {
    if (end - start === 1) return [];
    const middle = start + split(end - start);
    return index < middle
      ? [...(await path(start, middle)), await rangeHash(tree, middle, end)]
      : [...(await path(middle, end)), await rangeHash(tree, start, middle)];
  };
  return path(0, size);
}

/**
 * The proof that a tree of `before` leaves is the beginning of one of `size`.
 * @throws RangeError for more leaves before than now, or a tile that is not there
 */
export async function consistencyProof(
  before: number,
  size: number,
  reader: TileReader,
): Promise<readonly Uint8Array[]> {
  if (before < 0 || before > size) throw new RangeError("there were never so many leaves");
  if (before === 0 || before === size) return [];
  const tree = { size, reader };
  const path = async (start: number, end: number, isWhole: boolean): Promise<Uint8Array[]> => {
    if (before === end) return isWhole ? [] : [await rangeHash(tree, start, end)];
    const middle = start + split(end - start);
    return before <= middle
      ? [...(await path(start, middle, isWhole)), await rangeHash(tree, middle, end)]
      : [...(await path(middle, end, false)), await rangeHash(tree, start, middle)];
  };
  return path(0, size, true);
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

interface Leaf {
  readonly index: number;
  readonly size: number;
  /** Its leaf hash. */
  readonly hash: Uint8Array;
}

/** Whether the path leads from the leaf to the root (RFC 9162, section 2.1.3.2). */
export function verifyInclusion(
  { index, size, hash }: Leaf,
  path: readonly Uint8Array[],
  root: Uint8Array,
): boolean {
  if (!Number.isSafeInteger(index) || index < 0 || index >= size) return false;
  let [at, last] = [index, size - 1];
  let found = hash;
  for (const sibling of path) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      found = nodeHash(sibling, found);
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else found = nodeHash(found, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(found, root);
}

interface Head {
  readonly size: number;
  readonly root: Uint8Array;
}

/** Whether the proof shows that the tree of `before` is the beginning of `after`'s (RFC 9162, section 2.1.4.2). */
export function verifyConsistency(
  before: Head,
  after: Head,
  proof: readonly Uint8Array[],
): boolean {
  if (before.size > after.size) return false;
  if (before.size === after.size) return proof.length === 0 && same(before.root, after.root);
  if (before.size === 0) return proof.length === 0 && same(before.root, emptyRoot());
  const path = isPowerOfTwo(before.size) ? [before.root, ...proof] : [...proof];
  const [first, ...rest] = path;
  if (first === undefined) return false;
  let [at, last] = [before.size - 1, after.size - 1];
  while (at % 2 === 1) [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  let [old, recent] = [first, first];
  for (const sibling of rest) {
    if (last === 0) return false;
    if (at % 2 === 1 || at === last) {
      [old, recent] = [nodeHash(sibling, old), nodeHash(sibling, recent)];
      while (at % 2 === 0 && at !== 0) [at, last] = [at / 2, Math.floor(last / 2)];
    } else recent = nodeHash(recent, sibling);
    [at, last] = [Math.floor(at / 2), Math.floor(last / 2)];
  }
  return last === 0 && same(old, before.root) && same(recent, after.root);
}
