// Statements compiled once. Kysely builds and checks them; where a value will stand at run time, a slot stands
// at build time, and running replaces the slots. Compiling anew for each call would cost more than the call.
import { type Compilable, type DatabaseConnection, Kysely } from "kysely";
import { isStorable } from "../storable.ts";
import type { Capabilities, Connection, Row, SqlValue } from "./database.ts";
import type { Tables } from "./tables.ts";

/** Stands for a value that comes when the statement runs. */
class Slot {
  readonly name: string;

  constructor(name: string) {
    this.name = name;
  }
}

/** Runs a compiled statement. `Values` are its slots by name. */
export type Statement<Values> = (connection: Connection, values: Values) => Promise<readonly Row[]>;

export type Builder = Kysely<Tables>;

/** A Kysely that builds and compiles statements and is connected to nothing. */
export function createBuilder({ compiler }: Capabilities): Builder {
  const nowhere = async (): Promise<DatabaseConnection> => {
    throw new Error("statements run through `Connection`");
  };
  const ignore = async (): Promise<void> => undefined;
  return new Kysely<Tables>({
    dialect: {
      createAdapter: () => ({
        supportsCreateIfNotExists: true,
        supportsTransactionalDdl: true,
        supportsReturning: true,
        supportsOutput: false,
        acquireMigrationLock: ignore,
        releaseMigrationLock: ignore,
      }),
      createDriver: () => ({
        init: ignore,
        acquireConnection: nowhere,
        beginTransaction: ignore,
        commitTransaction: ignore,
        rollbackTransaction: ignore,
        releaseConnection: ignore,
        destroy: ignore,
      }),
      createIntrospector: () => ({
        getSchemas: async () => [],
        getTables: async () => [],
        getMetadata: async () => ({ tables: [] }),
      }),
      createQueryCompiler: compiler,
    },
  });
}

/** Text that no row can hold is asked for as NULL, which equals nothing. Writers have refused it before. */
const sent = (value: SqlValue): SqlValue =>
  typeof value === "string" && !isStorable(value) ? null : value;

/** Compiles a statement once. `build` receives each named value as if it were there. */
export function prepare<Values extends Readonly<Record<string, SqlValue>>>(
  build: (values: Values) => Compilable,
): Statement<Values> {
  const slots = new Proxy({} as Values, { get: (_, name) => new Slot(String(name)) });
  const { sql, parameters } = build(slots).compile();
  return (connection, values) =>
    connection.all(
      sql,
      parameters.map((parameter) =>
        // What is no slot is one of our own constants.
        parameter instanceof Slot ? sent(values[parameter.name] ?? null) : (parameter as SqlValue),
      ),
    );
}

/** Runs a statement that is built for one call, such as a list with filters. */
export function run(connection: Connection, statement: Compilable): Promise<readonly Row[]> {
  const { sql, parameters } = statement.compile();
  // Built from our own values, all of them `SqlValue`.
  return connection.all(sql, (parameters as readonly SqlValue[]).map(sent));
}
