// A table in memory and a view of it that can be changed and thrown away. Rows are never changed, only replaced:
// they are copied on their way in here, and by the readers on their way out.
import { StoreError } from "../errors.ts";
import { copyOf } from "./copy.ts";

/** What readers need of a table. The rows are the table's own: whoever hands them out copies them. */
export interface ReadTable<Value> {
  get(key: string): Value | undefined;
  /** In no particular order. */
  values(): Iterable<Value>;
}

export class Table<Value> implements ReadTable<Value> {
  readonly #rows = new Map<string, Value>();
  #closed = false;

  get(key: string): Value | undefined {
    this.#requireOpen();
    return this.#rows.get(key);
  }

  values(): Iterable<Value> {
    this.#requireOpen();
    return this.#rows.values();
  }

  entries(): Iterable<[string, Value]> {
    return this.#rows.entries();
  }

  set(key: string, value: Value): void {
    this.#rows.set(key, value);
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }

  /** Forgets the rows and makes every later reading fail. */
  close(): void {
    this.#closed = true;
    this.#rows.clear();
  }

  #requireOpen(): void {
    if (this.#closed) throw new StoreError("Unreachable", "the store is closed");
  }
}

/** The table as a transaction sees it: its own writes above what is committed. */
export class Overlay<Value> implements ReadTable<Value> {
  readonly #below: Table<Value>;
  /** `null` marks a deleted row. */
  readonly #changes = new Map<string, { readonly value: Value } | null>();
  #ended = false;

  constructor(below: Table<Value>) {
    this.#below = below;
  }

  get(key: string): Value | undefined {
    this.#requireOpen();
    const change = this.#changes.get(key);
    if (change === undefined) return this.#below.get(key);
    return change === null ? undefined : change.value;
  }

  *values(): Iterable<Value> {
    this.#requireOpen();
    for (const [key, value] of this.#below.entries()) if (!this.#changes.has(key)) yield value;
    for (const change of this.#changes.values()) if (change !== null) yield change.value;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: Value): void {
    this.#requireOpen();
    this.#changes.set(key, { value: copyOf(value) });
  }

  delete(key: string): void {
    this.#requireOpen();
    this.#changes.set(key, null);
  }

  commit(): void {
    for (const [key, change] of this.#changes) {
      if (change === null) this.#below.delete(key);
      else this.#below.set(key, change.value);
    }
  }

  /** Makes every later use fail. */
  end(): void {
    this.#ended = true;
  }

  #requireOpen(): void {
    if (this.#ended) throw new StoreError("Invalid", "the transaction has ended");
  }
}
