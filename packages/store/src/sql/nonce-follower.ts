// Tells of nonces that were recorded: all at the start, then what other processes record.
import { FORGOTTEN_NONCES, type LearnNonces } from "../nonces.ts";
import type { Connection, Database } from "./database.ts";
import { NONCE_ROWS, usedNoncesOf } from "./rows/used-nonces.ts";
import type { Statements } from "./statements.ts";

export class NonceFollower {
  readonly #database: Database;
  readonly #statements: Statements;
  /** Up to which row everything is told. */
  #last = 0;

  constructor(database: Database, statements: Statements) {
    this.#database = database;
    this.#statements = statements;
  }

  async follow(learn: LearnNonces): Promise<void> {
    await this.#tell(this.#database, learn);
    this.#database.whenOthersWrote?.((connection) => this.#tell(connection, learn));
  }

  /** In steps: there may be millions. */
  async #tell(connection: Connection, learn: LearnNonces): Promise<void> {
    const [bounds] = await this.#statements.usedNonceBounds(connection, {});
    const end = Number(bounds?.last ?? 0);
    const [row] = await this.#statements.auditSetting(connection, { name: FORGOTTEN_NONCES });
    const forgotten = row && String(row.value);
    let after = Math.max(this.#last, Number(bounds?.first ?? 1) - 1);
    do {
      const last = Math.min(after + NONCE_ROWS, end);
      const rows = await this.#statements.usedNoncesOfOthers(connection, { after, last });
      learn(rows.map(usedNoncesOf), forgotten);
      after = last;
    } while (after < end);
    this.#last = end;
  }
}
