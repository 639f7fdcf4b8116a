// What a log says that it no longer keeps: a signed note of its own, so that nobody can drop events and call it
// forgetting. It is no checkpoint: it has no root, and its first line is not the log's origin.
import { NoteError } from "./note.ts";

export interface KeptFrom {
  /** Of the log that forgets. */
  readonly origin: string;
  /** The number of the first event that is still kept. */
  readonly from: number;
}

const SUFFIX = "/kept-from";

export function formatKeptFrom({ origin, from }: KeptFrom): string {
  return `${origin}${SUFFIX}\n${from}\n`;
}

/** @throws NoteError */
export function parseKeptFrom(text: string): KeptFrom {
  const [, origin = "", from = ""] = /^(.+)\/kept-from\n(0|[1-9]\d{0,15})\n$/.exec(text) ?? [];
  if (origin === "" || !Number.isSafeInteger(Number(from))) {
    throw new NoteError("the note does not say from where on events are kept");
  }
  return { origin, from: Number(from) };
}
