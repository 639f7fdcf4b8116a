// The reference store: plain maps, for tests and for servers that forget everything at exit. It says what the
// port means where SQL might leave doubt.
//
// A transaction writes into overlays above the committed tables, so that readers outside never see its
// writes and a failed one leaves nothing. Transactions run one after the other.
import type { AuditLogWriter, Pack } from "./audit-log.ts";
import { nonceTaken, StoreError } from "./errors.ts";
import { copyOf } from "./memory/copy.ts";
import { MemoryReader, newTables, type Tables } from "./memory/reader.ts";
import { MemoryWriter } from "./memory/writer.ts";
import { FORGOTTEN_NONCES, type LearnNonces, type NonceClaim } from "./nonces.ts";
import type { AccessKeyUse } from "./records.ts";
import type { Store, WriteStore } from "./store.ts";

export class MemoryStore extends MemoryReader implements Store {
  readonly #committed: Tables;
  #last: Promise<unknown> = Promise.resolve();
  #closed = false;
  #sequence = 0;

  constructor() {
    const tables = newTables();
    super(tables);
    this.#committed = tables;
  }

  #nextSequence(): number {
    this.#sequence += 1;
    return this.#sequence;
  }

  transaction<Result>(work: (store: WriteStore) => Promise<Result>): Promise<Result> {
    return this.#run(work);
  }

  auditTransaction<Result>(work: (store: AuditLogWriter) => Promise<Result>): Promise<Result> {
    return this.#run(work);
  }

  noteAccessKeyUses(uses: readonly AccessKeyUse[]): Promise<void> {
    return this.#run((writer) => writer.noteAccessKeyUses(uses));
  }

  /** Not by a transaction: nothing that one reads depends on it, and nobody has to wait. */
  async appendEvent<Event>(event: Event, pack: Pack<Event>, claim?: NonceClaim): Promise<void> {
    if (this.#closed) throw new StoreError("Unreachable", "the store is closed");
    if (claim?.isTaken()) throw nonceTaken();
    const id = this.#nextSequence();
    const sequence = String(id);
    const row = copyOf(pack([event]));
    this.#committed.waitingEvents.set(sequence, { sequence, count: 1, row });
    if (claim === undefined) return;
    const { bucket, print } = claim;
    this.#committed.usedNonces.set(sequence, { id, bucket, prints: copyOf(print) });
  }

  /** No other process has these maps. */
  async followNonces(learn: LearnNonces): Promise<void> {
    const used = [...this.#committed.usedNonces.values()].map(copyOf);
    learn(used, await this.auditSetting(FORGOTTEN_NONCES));
  }

  #run<Result>(work: (store: MemoryWriter) => Promise<Result>): Promise<Result> {
    if (this.#closed) return Promise.reject(new StoreError("Unreachable", "the store is closed"));
    const run = async (): Promise<Result> => {
      const writer = new MemoryWriter(this.#committed, () => this.#nextSequence());
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
