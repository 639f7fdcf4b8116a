// Events as lines of JSON in a file. Durable before the place in the log moves; never half a line, also on a full disk.
import {
  closeSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  openSync,
  statSync,
  writeSync,
} from "node:fs";
import type { AuditSink } from "../../jobs/audit-sink.ts";

const LINE_BREAK = Buffer.from("\n");

/** Whether the path still names the open file: a tool that rotates logs moves it away. */
function isStill(path: string, file: number): boolean {
  const named = statSync(path, { throwIfNoEntry: false });
  const open = fstatSync(file);
  return named?.ino === open.ino && named.dev === open.dev;
}

function append(file: number, bytes: Uint8Array): void {
  const { size } = fstatSync(file);
  try {
    for (let at = 0; at < bytes.length; ) at += writeSync(file, bytes, at);
    fsyncSync(file);
  } catch (error) {
    // What is no regular file has no length to go back to.
    if (fstatSync(file).isFile()) ftruncateSync(file, size);
    throw error;
  }
}

/**
 * The file is for its owner only; one that was moved away is made again.
 * @throws SystemError when it cannot be opened
 */
export function createFileSink(path: string): AuditSink {
  let file: number | undefined = openSync(path, "a", 0o600);
  const close = (): void => {
    if (file !== undefined) closeSync(file);
    file = undefined;
  };
  return {
    name: "file",
    async deliver(entries) {
      if (file !== undefined && !isStill(path, file)) close();
      file ??= openSync(path, "a", 0o600);
      append(file, Buffer.concat(entries.flatMap((entry) => [entry, LINE_BREAK])));
    },
    close: async () => close(),
  };
}
