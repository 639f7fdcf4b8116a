// Checkpoints (C2SP tlog-checkpoint): the text of a note that states a tree's size and root.
import { HASH_BYTES } from "./hashes.ts";
import { NoteError } from "./note.ts";

export interface Checkpoint {
  /** Which log it is. */
  readonly origin: string;
  readonly size: number;
  readonly root: Uint8Array;
}

export function formatCheckpoint({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${Buffer.from(root).toString("base64")}\n`;
}

/** @throws NoteError */
export function parseCheckpoint(text: string): Checkpoint {
  const [origin = "", size = "", root = "", ...rest] = text.split("\n");
  const bytes = Buffer.from(root, "base64");
  const isHash = bytes.length === HASH_BYTES && bytes.toString("base64") === root;
  const isSize = /^(0|[1-9]\d{0,15})$/.test(size) && Number.isSafeInteger(Number(size));
  // Extension lines may follow; they are not empty.
  const isEnded = rest.at(-1) === "" && rest.slice(0, -1).every((line) => line !== "");
  if (origin === "" || !isHash || !isSize || !isEnded)
    throw new NoteError("the note is no checkpoint");
  return { origin, size: Number(size), root: bytes };
}
