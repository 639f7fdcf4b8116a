// The type of a handler, derived from the operation's row: what it receives decoded, what it must answer.
import type {
  ADMIN_OPERATIONS,
  AdminOperationName,
  IMS_OPERATIONS,
  ImsOperationName,
  OPERATIONS,
  Operation,
  OperationName,
  RAM_OPERATIONS,
  RamOperationName,
  RequestOf,
  ResponseOf,
  STS_OPERATIONS,
  StsOperationName,
  TRAIL_OPERATIONS,
  TrailOperationName,
} from "@coffer/contract";
import type { ReadContext, WriteContext } from "../context.ts";

export type ContextOf<Row extends Operation> = Row["effect"] extends "read" | "crypto"
  ? ReadContext
  : WriteContext;

/** The behaviour of a row. Throws `ApiError` for everything the caller is to be told. */
export type HandlerOf<Row extends Operation> = (
  request: RequestOf<Row>,
  context: ContextOf<Row>,
) => Promise<ResponseOf<Row>>;

/**
 * A writing operation with work that takes a while and would hold up other transactions: it is prepared before
 * the transaction begins. What was read then may have changed since; `run` looks at it again.
 */
export interface PreparedHandlerOf<Row extends Operation, Prepared> {
  prepare(request: RequestOf<Row>, context: ReadContext): Promise<Prepared>;
  run(request: RequestOf<Row>, context: WriteContext, prepared: Prepared): Promise<ResponseOf<Row>>;
  /** Called in any case once the transaction has ended. */
  release?(prepared: Prepared): void;
}

/** Either of them, for tables: what is prepared stays between the handler's own two halves. */
export type AnyHandlerOf<Row extends Operation> =
  | HandlerOf<Row>
  | {
      prepare(request: RequestOf<Row>, context: ReadContext): Promise<unknown>;
      run(
        request: RequestOf<Row>,
        context: WriteContext,
        prepared: never,
      ): Promise<ResponseOf<Row>>;
      release?(prepared: never): void;
    };

type Kms<Name extends OperationName> = (typeof OPERATIONS)[Name];
type Admin<Name extends AdminOperationName> = (typeof ADMIN_OPERATIONS)[Name];

export type Handler<Name extends OperationName> = HandlerOf<Kms<Name>>;
export type PreparedHandler<Name extends OperationName, Prepared> = PreparedHandlerOf<
  Kms<Name>,
  Prepared
>;
export type RamHandler<Name extends RamOperationName> = HandlerOf<(typeof RAM_OPERATIONS)[Name]>;
export type RamPreparedHandler<Name extends RamOperationName, Prepared> = PreparedHandlerOf<
  (typeof RAM_OPERATIONS)[Name],
  Prepared
>;
export type StsHandler<Name extends StsOperationName> = HandlerOf<(typeof STS_OPERATIONS)[Name]>;
export type ImsHandler<Name extends ImsOperationName> = HandlerOf<(typeof IMS_OPERATIONS)[Name]>;
export type TrailHandler<Name extends TrailOperationName> = HandlerOf<
  (typeof TRAIL_OPERATIONS)[Name]
>;
export type AdminHandler<Name extends AdminOperationName> = HandlerOf<Admin<Name>>;
export type PreparedAdminHandler<Name extends AdminOperationName, Prepared> = PreparedHandlerOf<
  Admin<Name>,
  Prepared
>;

type Table = Readonly<Record<string, Operation>>;

type Built<Rows extends Table> = {
  [Name in keyof Rows]: Rows[Name]["support"]["level"] extends "full" | "adapted" ? Name : never;
}[keyof Rows];

/** A handler for every row that says it is built, and for no other. */
export type Handlers<Rows extends Table> = {
  readonly [Name in Built<Rows>]: AnyHandlerOf<Rows[Name]>;
};
