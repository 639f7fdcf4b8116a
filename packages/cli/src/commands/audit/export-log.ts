// `coffer audit export`: the log as files, in the layout of C2SP tlog-tiles, so that foreign tools can read it too.
// Whole tiles that are there already are not fetched again; the checkpoint comes last, and only for a log that holds.
import { existsSync, mkdirSync } from "node:fs";
import { join } from "node:path";
import {
  BundleError,
  createLogDirectory,
  decodeBundle,
  encodeBundle,
  type LogDirectory,
  openNote,
  parseCheckpoint,
  TILE_WIDTH,
  tilePath,
  widthOf,
} from "@coffer/tlog";
import { Failure } from "../../failure.ts";
import { languageOf } from "../../language.ts";
import type { AuditTask } from "./audit-task.ts";
import { readFile, readVerifier, writeFile } from "./kept-files.ts";
import { createServedLog, type ServedLog } from "./served-log.ts";
import { KEY_FILE, say, verifyAndTell } from "./verify.ts";

interface Copying {
  readonly from: ServedLog;
  readonly to: LogDirectory;
  readonly folder: string;
  readonly size: number;
}

/** What cannot be read is left as it is: verification will say so. */
function firstEntries(bundle: Uint8Array, width: number): Uint8Array {
  try {
    return encodeBundle(decodeBundle(bundle).slice(0, width));
  } catch (error) {
    if (error instanceof BundleError) return bundle;
    throw error;
  }
}

async function copyTile(
  { from, to, folder, size }: Copying,
  level: number | "entries",
  index: number,
): Promise<void> {
  const width = widthOf(level, index, size);
  const isThere = existsSync(join(folder, tilePath(level, index, TILE_WIDTH)));
  if (isThere && width === TILE_WIDTH) return;
  const read = level === "entries" ? from.entries(index, width) : from.tile(level, index, width);
  const bytes = await read;
  // Entries that are no longer kept.
  if (bytes === undefined && level === "entries") return;
  if (bytes === undefined) throw new Failure(1, `the server has no tile ${level}/${index}`);
  // A tile may have grown meanwhile: what is behind the checkpoint is cut off.
  const own = level === "entries" ? firstEntries(bytes, width) : bytes.subarray(0, width * 32);
  to.writeTile({ level, index, width }, own);
}

async function copy(copying: Copying): Promise<void> {
  const { size } = copying;
  for (let level = 0; TILE_WIDTH ** level <= size; level += 1) {
    const tiles = Math.ceil(Math.floor(size / TILE_WIDTH ** level) / TILE_WIDTH);
    for (let index = 0; index < tiles; index += 1) await copyTile(copying, level, index);
  }
  for (let index = 0; index * TILE_WIDTH < size; index += 1) {
    await copyTile(copying, "entries", index);
  }
}

export async function exportLog({ line, terminal, client }: AuditTask): Promise<number> {
  const folder = line.positionals[2];
  if (folder === undefined) throw new Failure(2, "usage: coffer audit export <folder>");
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const language = languageOf(line.flags, terminal.environment);
  const served = createServedLog(client);
  const own = createLogDirectory(folder);
  const keyPath = join(folder, KEY_FILE);
  const kept = existsSync(keyPath) ? readFile(keyPath).trim() : undefined;
  const given = line.members.get("key") ?? kept;
  const key = given ?? (await served.verifierKey());
  const verifier = readVerifier(key);
  const note = await served.checkpoint();
  const { size } = parseCheckpoint(openNote(note, verifier));
  // Whoever verifies after this was cut short is told so, not that somebody added events.
  own.announce(note);
  await copy({ from: served, to: own, folder, size });
  const before = existsSync(join(folder, "checkpoint")) ? [await own.checkpoint()] : [];
  const reader = { ...own, checkpoint: async () => note, keptFrom: served.keptFrom };
  const code = await verifyAndTell({ reader, verifier, known: before }, terminal, language);
  if (code !== 0) return code;
  if (kept === undefined) writeFile(keyPath, `${String(verifier)}\n`);
  const forgotten = await served.keptFrom();
  if (forgotten !== undefined) own.writeKeptFrom(forgotten);
  own.writeCheckpoint(note);
  if (given === undefined) {
    const source = say("server", language);
    terminal.error(`${say("believed", language, { key, source })}\n`);
  }
  return 0;
}
