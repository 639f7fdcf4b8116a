// Verification of a whole log against checkpoints: every entry against its hash, every tile against the one above
// it, the root against what was signed, and the beginning against checkpoints that were kept elsewhere. Nothing of
// the log is believed; memory stays small, whatever its length.
import { tileRoot } from "./append.ts";
import { BundleError, decodeBundle } from "./bundle.ts";
import { type Checkpoint, parseCheckpoint } from "./checkpoint.ts";
import { HASH_BYTES, leafHash } from "./hashes.ts";
import { parseKeptFrom } from "./kept-from.ts";
import { NoteError, type NoteVerifier, openNote } from "./note.ts";
import { hashAt, TILE_WIDTH, type TileReader, widthOf } from "./tiles.ts";
import { rootHash } from "./tree.ts";

export interface LogReader extends TileReader {
  /** The newest signed checkpoint. */
  checkpoint(): Promise<string>;
  /** The signed note of what is no longer kept; undefined where nothing was forgotten. */
  keptFrom(): Promise<string | undefined>;
  /** A bundle of entries, at least `width` of them where there are so many. Undefined when it is not there. */
  entries(index: number, width: number): Promise<Uint8Array | undefined>;
  /** Every bundle that is there, as far as a log knows: one of files does. */
  places?(): Promise<readonly { readonly index: number; readonly width: number }[]>;
  /** The signed checkpoint of a longer log that is being copied to where this one is. */
  announced?(): Promise<string | undefined>;
}

export type Verdict =
  | {
      readonly holds: true;
      readonly size: number;
      /** Entries below are no longer kept, as the log has signed; their hashes are, and hold. */
      readonly keptFrom: number;
      /** Of how many events a copy has begun here that did not come to its end; they are not verified. */
      readonly announced?: number;
    }
  | {
      readonly holds: false;
      /** The first event that is not what was signed; where hashes alone tell, the first of those that it can be. */
      readonly firstBroken: number;
      readonly reason: string;
    };

interface Question {
  readonly reader: LogReader;
  readonly verifier: NoteVerifier;
  /** Signed checkpoints that were kept elsewhere. */
  readonly known: readonly string[];
  /** Told every entry that is there and is what was recorded. */
  readonly onEntry?: (entry: Uint8Array, index: number) => void;
}

/** The first thing that does not hold ends the verification. */
class Broken extends Error {
  readonly index: number;

  constructor(index: number, reason: string) {
    super(reason);
    this.index = index;
  }
}

const same = (one: Uint8Array, other: Uint8Array): boolean => Buffer.compare(one, other) === 0;

/** Entries of a bundle, or undefined when it is not kept. @throws Broken */
async function readEntries(
  reader: LogReader,
  index: number,
  width: number,
): Promise<readonly Uint8Array[] | undefined> {
  const bytes = await reader.entries(index, width);
  if (bytes === undefined) return undefined;
  try {
    return decodeBundle(bytes);
  } catch (error) {
    if (!(error instanceof BundleError)) throw error;
    throw new Broken(index * TILE_WIDTH, "its bundle of events cannot be read");
  }
}

/** @throws Broken */
async function readHashes(
  reader: LogReader,
  { level, index, size }: { level: number; index: number; size: number },
): Promise<Uint8Array> {
  const width = widthOf(level, index, size);
  const tile = await reader.tile(level, index, width);
  if (tile !== undefined && tile.length >= width * HASH_BYTES) return tile;
  const first = index * TILE_WIDTH ** (level + 1);
  throw new Broken(first, `the hashes from here on are not there (level ${level})`);
}

/** @throws Broken at the first entry that is not what its hash says */
function checkEntries(
  entries: readonly Uint8Array[],
  tile: Uint8Array,
  { index, width }: { index: number; width: number },
): void {
  for (let at = 0; at < width; at += 1) {
    const [entry, place] = [entries[at], index * TILE_WIDTH + at];
    if (entry === undefined) throw new Broken(place, "the event is not there");
    if (same(leafHash(entry), hashAt(tile, at))) continue;
    throw new Broken(place, "the event is not the one that was recorded");
  }
  if (entries.length <= TILE_WIDTH) return;
  throw new Broken((index + 1) * TILE_WIDTH, "an event stands between whole bundles");
}

/** @throws Broken when a full tile's root is not what the level above says */
async function checkTiles(reader: LogReader, size: number): Promise<void> {
  for (let level = 0; TILE_WIDTH ** (level + 1) <= size; level += 1) {
    const full = Math.floor(size / TILE_WIDTH ** (level + 1));
    for (let index = 0; index < full; index += 1) {
      const tile = await readHashes(reader, { level, index, size });
      const above = { level: level + 1, index: Math.floor(index / TILE_WIDTH), size };
      const expected = hashAt(await readHashes(reader, above), index % TILE_WIDTH);
      if (same(tileRoot(tile.subarray(0, TILE_WIDTH * HASH_BYTES)), expected)) continue;
      const first = index * TILE_WIDTH ** (level + 1);
      throw new Broken(first, `the hashes of level ${level} from here on were changed`);
    }
  }
}

/** From which entry on the log must be there. @throws Broken */
async function readKeptFrom(reader: LogReader, verifier: NoteVerifier): Promise<number> {
  const note = await reader.keptFrom();
  if (note === undefined) return 0;
  try {
    const { origin, from } = parseKeptFrom(openNote(note, verifier));
    if (origin === verifier.name) return from;
    throw new NoteError("it is of another log");
  } catch (error) {
    if (!(error instanceof NoteError)) throw error;
    throw new Broken(0, `the note of what is no longer kept: ${error.message}`);
  }
}

/** Every entry; those that are not there must have been forgotten, from the beginning on, as was signed. */
async function checkAllEntries(
  { reader, verifier, onEntry }: Question,
  size: number,
): Promise<number> {
  let keptFrom = 0;
  let forgotten = await readKeptFrom(reader, verifier);
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    const width = widthOf(0, index, size);
    const entries = await readEntries(reader, index, width);
    const first = index * TILE_WIDTH;
    const end = Math.min(size, first + TILE_WIDTH);
    if (entries !== undefined) {
      const tile = await readHashes(reader, { level: 0, index, size });
      checkEntries(entries, tile, { index, width });
      if (onEntry) for (const [at, entry] of entries.entries()) onEntry(entry, first + at);
      continue;
    }
    // More may have been forgotten while the log is read.
    if (end > forgotten) forgotten = await readKeptFrom(reader, verifier);
    if (end > forgotten || keptFrom !== first) {
      throw new Broken(first, "the events from here on are not there");
    }
    keptFrom = end;
  }
  return keptFrom;
}

/** How many events stand there, signed or not. */
async function endOf(reader: LogReader, size: number): Promise<number> {
  const [index, end] = [Math.floor(size / TILE_WIDTH), size % TILE_WIDTH];
  let found = size;
  // In the last bundle itself, or in one of another width, as files have it.
  for (const width of [end, end + 1].filter((each) => each > 0)) {
    const entries = await readEntries(reader, index, width);
    found = Math.max(found, index * TILE_WIDTH + (entries?.length ?? 0));
  }
  for (const each of (await reader.places?.()) ?? [])
    found = Math.max(found, each.index * TILE_WIDTH + each.width);
  return found;
}

/** Only what the key has signed counts. */
async function announcedSize(reader: LogReader, verifier: NoteVerifier): Promise<number> {
  const note = await reader.announced?.();
  if (note === undefined) return 0;
  try {
    return opened(note, verifier).size;
  } catch (error) {
    if (error instanceof NoteError) return 0;
    throw error;
  }
}

/**
 * The size that was announced, if that is why events stand behind the end.
 * @throws Broken for events that were never signed, unless the log grew while it was read
 */
async function checkEnd(
  reader: LogReader,
  verifier: NoteVerifier,
  size: number,
): Promise<number | undefined> {
  const end = await endOf(reader, size);
  if (end <= size || opened(await reader.checkpoint(), verifier).size >= end) return undefined;
  const announced = await announcedSize(reader, verifier);
  if (announced >= end) return announced;
  throw new Broken(size, "events from here on were never signed");
}

function opened(note: string, verifier: NoteVerifier): Checkpoint {
  return parseCheckpoint(openNote(note, verifier));
}

/** @throws Broken at `held`, up to where the log is known to hold, when hashes are missing */
async function rootOf(size: number, reader: LogReader, held: number): Promise<Uint8Array> {
  try {
    return await rootHash(size, reader);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new Broken(held, `hashes of the first ${size} events are not there`);
  }
}

/** @throws Broken */
async function checkRoots(
  reader: LogReader,
  newest: Checkpoint,
  known: readonly Checkpoint[],
): Promise<void> {
  let held = 0;
  for (const { size, root } of [...known, newest].sort((a, b) => a.size - b.size)) {
    if (size > newest.size) {
      const reason = `a checkpoint says that there were ${size} events, and there are ${newest.size}`;
      throw new Broken(newest.size, reason);
    }
    if (!same(await rootOf(size, reader, held), root)) {
      throw new Broken(held, `the log is not the one that was signed with ${size} events`);
    }
    held = size;
  }
}

async function verified(question: Question): Promise<Verdict> {
  const { reader, verifier, known } = question;
  const newest = opened(await reader.checkpoint(), verifier);
  const before = known.map((note) => opened(note, verifier));
  const keptFrom = await checkAllEntries(question, newest.size);
  await checkTiles(reader, newest.size);
  await checkRoots(reader, newest, before);
  const announced = await checkEnd(reader, verifier, newest.size);
  const verdict = { holds: true, size: newest.size, keptFrom } as const;
  return announced === undefined ? verdict : { ...verdict, announced };
}

/** Whether the log is what was signed, and where it begins not to be. */
export async function verifyLog(question: Question): Promise<Verdict> {
  try {
    return await verified(question);
  } catch (error) {
    if (error instanceof Broken) {
      return { holds: false, firstBroken: error.index, reason: error.message };
    }
    if (error instanceof NoteError) {
      return { holds: false, firstBroken: 0, reason: `the checkpoint: ${error.message}` };
    }
    throw error;
  }
}
