// Rows by name, the recently used ones: two generations, so that a hit in the younger writes nothing and what was
// not asked for a whole generation goes.

import { totalmem } from "node:os";

/** About what a row takes, with its name. */
const BYTES = 1_024;

/** Rows of each generation: both together at most an eighth of the memory, and not more than are of use. */
const MOST = Math.min(
  131_072,
  Math.floor((process.constrainedMemory() || totalmem()) / 16 / BYTES),
);

/** What is found where no row is kept: of a row that is not there it may be kept that it is not. */
export const NOT_KEPT = Symbol("not kept");

export class RowCache {
  readonly #most: number;
  #young = new Map<string, unknown>();
  #old = new Map<string, unknown>();

  constructor(most = MOST) {
    this.#most = most;
  }

  /** The row, which may be undefined, or `NOT_KEPT`. */
  find(name: string): unknown {
    const found = this.#young.get(name);
    if (found !== undefined || this.#young.has(name)) return found;
    const older = this.#old.get(name);
    if (older === undefined && !this.#old.has(name)) return NOT_KEPT;
    this.set(name, older);
    return older;
  }

  set(name: string, row: unknown): void {
    if (this.#young.size >= this.#most) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(name, row);
  }

  clear(): void {
    if (this.#young.size > 0) this.#young = new Map();
    if (this.#old.size > 0) this.#old = new Map();
  }
}
