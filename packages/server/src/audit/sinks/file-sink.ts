// Events as lines of JSON in a file, written beside the event loop. Durable before the place in the log moves. A line
// that was cut off, by a full disk or by the death of the process, is taken back: its event comes again.
import { closeSync, openSync, statSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";
import type { AuditSink } from "../../jobs/audit-sink.ts";

const LINE_BREAK = Buffer.from("\n");
/** An event has at most 60,000 bytes. */
const LONGEST_LINE = 65_536;

/** Whether the path still names the open file: a tool that rotates logs moves it away. */
async function isStill(path: string, file: FileHandle): Promise<boolean> {
  const named = statSync(path, { throwIfNoEntry: false });
  const opened = await file.stat();
  return named?.ino === opened.ino && named.dev === opened.dev;
}

/** Cuts off what stands behind the last line break: the beginning of a line. */
async function cutBegunLine(file: FileHandle): Promise<void> {
  const { size } = await file.stat();
  const length = Math.min(size, LONGEST_LINE);
  const end = Buffer.alloc(length);
  await file.read(end, 0, length, size - length);
  const whole = end.lastIndexOf("\n") + 1;
  if (whole < length) await file.truncate(size - length + whole);
}

async function openFile(path: string): Promise<FileHandle> {
  const file = await open(path, "a+", 0o600);
  // What is no regular file has no end to look at.
  if ((await file.stat()).isFile()) await cutBegunLine(file);
  return file;
}

async function append(file: FileHandle, bytes: Uint8Array): Promise<void> {
  const before = await file.stat();
  try {
    await file.appendFile(bytes);
    await file.sync();
  } catch (error) {
    if (before.isFile()) await file.truncate(before.size);
    throw error;
  }
}

/**
 * The file is for its owner only; one that was moved away is made again.
 * @throws SystemError when it cannot be opened
 */
export function createFileSink(path: string): AuditSink {
  closeSync(openSync(path, "a", 0o600));
  let file: FileHandle | undefined;
  const close = async (): Promise<void> => {
    const opened = file;
    file = undefined;
    await opened?.close();
  };
  return {
    name: "file",
    async deliver(entries) {
      if (file !== undefined && !(await isStill(path, file))) await close();
      file ??= await openFile(path);
      await append(file, Buffer.concat(entries.flatMap((entry) => [entry, LINE_BREAK])));
    },
    close,
  };
}
