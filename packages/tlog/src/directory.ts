// A log as files, as C2SP tlog-tiles names them: `checkpoint`, `tile/0/000`, `tile/entries/000`; and, of our own,
// `kept-from`, the signed note of what is no longer kept, and `checkpoint.next` while tiles are being written. Files are
// written whole or not at all, and the checkpoint last.
import {
  closeSync,
  existsSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import { dirname, join, relative } from "node:path";
import { TILE_WIDTH, tilePath } from "./tiles.ts";
import type { LogReader } from "./verify-log.ts";

export interface LogDirectory extends LogReader {
  writeTile(
    place: { readonly level: number | "entries"; readonly index: number; readonly width: number },
    bytes: Uint8Array,
  ): void;
  /** Of the log whose tiles are written from now on, until its checkpoint is. */
  announce(note: string): void;
  writeCheckpoint(note: string): void;
  writeKeptFrom(note: string): void;
}

function writeWhole(path: string, bytes: Uint8Array): void {
  mkdirSync(dirname(path), { recursive: true });
  const beside = `${path}.new`;
  const file = openSync(beside, "w", 0o600);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(beside, path);
}

/** The checkpoint of a log whose tiles are being written. */
const ANNOUNCED = "checkpoint.next";

/** `x001/234`, `000.p/17`: as `tilePath` makes them. */
const BUNDLE = /^((?:x[0-9]{3}\/)*[0-9]{3})(?:\.p\/([1-9][0-9]{0,2}))?$/;

/** Paths below the folder, with slashes. */
function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  const found = readdirSync(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((each) => each.isFile())
    .map((each) => relative(folder, join(each.parentPath, each.name)).replaceAll("\\", "/"));
}

/** Of a partial tile the widths that are there, rising. */
function partialWidths(path: string): number[] {
  const folder = `${path}.p`;
  if (!existsSync(folder)) return [];
  const names = readdirSync(folder).filter((name) => /^[1-9][0-9]{0,2}$/.test(name));
  return names.map(Number).sort((a, b) => a - b);
}

export function createLogDirectory(folder: string): LogDirectory {
  // What stands in a tile's place and is no file is no tile.
  const isFile = (path: string) => statSync(path, { throwIfNoEntry: false })?.isFile() === true;
  const read = (level: number | "entries", index: number, width: number) => {
    // A tile that has grown full is as good as the partial one that is asked for.
    const paths = [width, TILE_WIDTH].map((each) => join(folder, tilePath(level, index, each)));
    const path = paths.find(isFile);
    return path === undefined ? undefined : new Uint8Array(readFileSync(path));
  };
  /** A kept checkpoint asks for tiles as they were then: what has grown since begins with the same hashes. */
  const readGrown = (level: number, index: number, width: number) => {
    const found = read(level, index, width);
    if (found !== undefined) return found;
    const widths = partialWidths(join(folder, tilePath(level, index, TILE_WIDTH)));
    const grown = widths.find((each) => each > width);
    return grown === undefined ? undefined : read(level, index, grown);
  };
  return {
    tile: async (level, index, width) => readGrown(level, index, width),
    entries: async (index, width) => read("entries", index, width),
    checkpoint: async () => readFileSync(join(folder, "checkpoint"), "utf8"),
    async keptFrom() {
      const path = join(folder, "kept-from");
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    },
    writeTile({ level, index, width }, bytes) {
      writeWhole(join(folder, tilePath(level, index, width)), bytes);
    },
    async places() {
      const found: { index: number; width: number }[] = [];
      for (const path of filesIn(join(folder, "tile/entries"))) {
        const [, groups, width] = BUNDLE.exec(path) ?? [];
        if (groups === undefined) continue;
        const index = Number(groups.replaceAll(/x|\//g, ""));
        found.push({ index, width: width === undefined ? TILE_WIDTH : Number(width) });
      }
      return found;
    },
    async announced() {
      const path = join(folder, ANNOUNCED);
      return existsSync(path) ? readFileSync(path, "utf8") : undefined;
    },
    announce(note) {
      writeWhole(join(folder, ANNOUNCED), Buffer.from(note));
    },
    writeCheckpoint(note) {
      writeWhole(join(folder, "checkpoint"), Buffer.from(note));
      rmSync(join(folder, ANNOUNCED), { force: true });
    },
    writeKeptFrom(note) {
      writeWhole(join(folder, "kept-from"), Buffer.from(note));
    },
  };
}
