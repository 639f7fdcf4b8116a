// Makes SQLite's write-ahead log durable, as SQLite itself would with `synchronous = FULL`, only that the event loop
// goes on meanwhile where the disk is slow. The log is one file for as long as a connection is open; a commit is in it
// in one piece behind all commits before it.
import { closeSync, fdatasync, fdatasyncSync, fsyncSync, openSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import { failpoint } from "../failpoint.ts";
import { SyncPace } from "./sync-pace.ts";

/** The data and, where the file has grown, its length: what is needed to read it, and not when it was written. */
const syncBeside = promisify(fdatasync);

/** So that the file is found after the machine's death, not only its content. Windows has no such thing. */
function syncFolder(path: string): void {
  if (process.platform === "win32") return;
  const folder = openSync(dirname(path), "r");
  try {
    fsyncSync(folder);
  } finally {
    closeSync(folder);
  }
}

export class WriteAheadLog {
  readonly #path: string;
  readonly #pace = new SyncPace();
  #file: number | undefined;

  /** @param path of the database; its log is there once something was committed */
  constructor(path: string) {
    this.#path = `${path}-wal`;
  }

  /** Resolves when everything that was committed before is durable. @throws SystemError of the disk */
  async sync(): Promise<void> {
    failpoint("sqlite.before-sync");
    if (this.#file === undefined) {
      this.#file = openSync(this.#path, "r+");
      syncFolder(this.#path);
    }
    if (!this.#pace.next()) return syncBeside(this.#file);
    const started = performance.now();
    fdatasyncSync(this.#file);
    this.#pace.took(performance.now() - started);
  }

  close(): void {
    if (this.#file !== undefined) closeSync(this.#file);
    this.#file = undefined;
  }
}
