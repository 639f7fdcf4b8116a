// A table in memory and a view of it that can be changed and thrown away.

/** What readers need of a table. Values are copies: changing them changes nothing here. */
export interface ReadTable<Value> {
  get(key: string): Value | undefined;
  /** In no particular order. */
  values(): Iterable<Value>;
}

export class Table<Value> implements ReadTable<Value> {
  readonly #rows = new Map<string, Value>();

  get(key: string): Value | undefined {
    const found = this.#rows.get(key);
    return found === undefined ? undefined : structuredClone(found);
  }

  *values(): Iterable<Value> {
    for (const value of this.#rows.values()) yield structuredClone(value);
  }

  *entries(): Iterable<[string, Value]> {
    for (const [key, value] of this.#rows) yield [key, structuredClone(value)];
  }

  set(key: string, value: Value): void {
    this.#rows.set(key, structuredClone(value));
  }

  delete(key: string): void {
    this.#rows.delete(key);
  }
}

/** The table as a transaction sees it: its own writes above what is committed. */
export class Overlay<Value> implements ReadTable<Value> {
  readonly #below: Table<Value>;
  /** `null` marks a deleted row. */
  readonly #changes = new Map<string, { readonly value: Value } | null>();

  constructor(below: Table<Value>) {
    this.#below = below;
  }

  get(key: string): Value | undefined {
    const change = this.#changes.get(key);
    if (change === undefined) return this.#below.get(key);
    return change === null ? undefined : structuredClone(change.value);
  }

  *values(): Iterable<Value> {
    if (this.#changes.size === 0) {
      yield* this.#below.values();
      return;
    }
    for (const [key, value] of this.#below.entries()) if (!this.#changes.has(key)) yield value;
    for (const change of this.#changes.values())
      if (change !== null) yield structuredClone(change.value);
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  set(key: string, value: Value): void {
    this.#changes.set(key, { value: structuredClone(value) });
  }

  delete(key: string): void {
    this.#changes.set(key, null);
  }

  commit(): void {
    for (const [key, change] of this.#changes) {
      if (change === null) this.#below.delete(key);
      else this.#below.set(key, change.value);
    }
  }
}
