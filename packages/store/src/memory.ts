// The reference store: plain maps, for tests and for servers that forget everything at exit. It says what the
// port means where SQL might leave doubt.
//
// A transaction writes into overlays above the committed tables, so that readers outside never see its
// writes and a failed one leaves nothing. Transactions run one after the other.
import { StoreError } from "./errors.ts";
import { MemoryReader, newTables, type Tables } from "./memory/reader.ts";
import { MemoryWriter } from "./memory/writer.ts";
import type { Store, WriteStore } from "./store.ts";

export class MemoryStore extends MemoryReader implements Store {
  readonly #committed: Tables;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor() {
    const tables = newTables();
    super(tables);
    this.#committed = tables;
  }

  transaction<Result>(work: (store: WriteStore) => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new StoreError("Unreachable", "the store is closed"));
    const run = async (): Promise<Result> => {
      const writer = new MemoryWriter(this.#committed);
      try {
        const result = await work(writer);
        writer.commit();
        return result;
      } finally {
        writer.end();
      }
    };
    const running = this.#last.then(run);
    this.#last = running.catch(() => undefined);
    return running;
  }

  async scrub(): Promise<void> {
    // There are no files.
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#last;
    for (const table of Object.values(this.#committed)) table.close();
  }
}
