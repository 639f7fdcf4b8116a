// Events that come outside transactions, gathered: those that come before a transaction begins go into it together, in
// one row.
import { setImmediate } from "node:timers/promises";
import type { Pack } from "../audit-log.ts";
import { nonceTaken } from "../errors.ts";
import type { NonceClaim } from "../nonces.ts";
import type { Connection, Database } from "./database.ts";
import { MOST_EVENTS_OF_A_ROW } from "./rows/audit-log.ts";
import type { Statements } from "./statements.ts";

interface Appended {
  /** Of the kind that the group's `pack` takes. */
  readonly event: never;
  readonly claim: NonceClaim | undefined;
}

/** Events that wait for their transaction to begin. */
interface Group {
  readonly pack: Pack<never>;
  readonly all: Appended[];
  /** Those that were not recorded, since their nonces were taken; mostly none are. */
  readonly durable: Promise<ReadonlySet<NonceClaim> | undefined>;
}

/** What is recorded of `all`, and the claims of what is not. */
function admitted(all: readonly Appended[]): {
  readonly kept: readonly Appended[];
  readonly taken: ReadonlySet<NonceClaim> | undefined;
} {
  let taken: Set<NonceClaim> | undefined;
  for (const { claim } of all) {
    if (claim?.isTaken() !== true) continue;
    taken ??= new Set();
    taken.add(claim);
  }
  if (taken === undefined) return { kept: all, taken };
  const found = taken;
  return { kept: all.filter(({ claim }) => claim === undefined || !found.has(claim)), taken };
}

/** Requests of one moment are mostly of one bucket. */
function printsByBucket(all: readonly Appended[]): ReadonlyMap<number, Uint8Array[]> {
  const prints = new Map<number, Uint8Array[]>();
  for (const { claim } of all) {
    if (claim === undefined) continue;
    const own = prints.get(claim.bucket);
    if (own === undefined) prints.set(claim.bucket, [claim.print]);
    else own.push(claim.print);
  }
  return prints;
}

export class EventAppender {
  readonly #database: Database;
  readonly #statements: Statements;
  #open: Group | undefined;

  constructor(database: Database, statements: Statements) {
    this.#database = database;
    this.#statements = statements;
  }

  /** As `AuditAppender.appendEvent`. */
  async append<Event>(
    event: Event,
    pack: Pack<Event>,
    claim: NonceClaim | undefined,
  ): Promise<void> {
    const open = this.#open;
    const isOpen = open?.pack === pack && open.all.length < MOST_EVENTS_OF_A_ROW;
    const group = isOpen ? open : this.#begin(pack);
    group.all.push({ event: event as never, claim }); // as the group has the same `pack`
    const taken = await group.durable;
    if (taken !== undefined && claim !== undefined && taken.has(claim)) throw nonceTaken();
  }

  #begin(pack: Pack<never>): Group {
    const { promise, resolve } = Promise.withResolvers<ReadonlySet<NonceClaim> | undefined>();
    const group = { pack, all: [], durable: promise };
    this.#open = group;
    resolve(this.#run(group));
    return group;
  }

  /** A commit costs as much for eight events as for one: while more come, they are waited for, turn by turn. */
  async #gather({ all }: Group): Promise<void> {
    let before = -1;
    for (let turn = 0; turn < 8; turn += 1) {
      if (turn > 0 && (all.length === before || all.length >= 8)) return;
      before = all.length;
      await setImmediate();
    }
  }

  async #run(group: Group): Promise<ReadonlySet<NonceClaim> | undefined> {
    // Whatever happens, events that come from now on belong to another transaction.
    const close = (): void => {
      if (this.#open === group) this.#open = undefined;
    };
    try {
      await this.#gather(group);
      return await this.#database.apart((connection) => {
        close();
        return this.#write(connection, group);
      }, false);
    } finally {
      close();
    }
  }

  async #write(
    connection: Connection,
    { pack, all }: Group,
  ): Promise<ReadonlySet<NonceClaim> | undefined> {
    const { kept, taken } = admitted(all);
    if (kept.length > 0) {
      const row = { event: pack(kept.map(({ event }) => event)), events: kept.length };
      await this.#statements.appendEvents(connection, row);
    }
    for (const [bucket, prints] of printsByBucket(kept)) {
      await this.#statements.insertUsedNonces(connection, {
        bucket,
        prints: Buffer.concat(prints),
      });
    }
    return taken;
  }
}
