// The type of a handler, derived from the operation's row: what it receives decoded, what it must answer.
import type { OPERATIONS, OperationName, RequestOf, ResponseOf } from "@coffer/contract";
import type { ReadContext, WriteContext } from "../context.ts";

type Row<Name extends OperationName> = (typeof OPERATIONS)[Name];

export type ContextOf<Name extends OperationName> = Row<Name>["effect"] extends "read" | "crypto"
  ? ReadContext
  : WriteContext;

/** One operation's behaviour. Throws `ApiError` for everything the caller is to be told. */
export type Handler<Name extends OperationName> = (
  request: RequestOf<Row<Name>>,
  context: ContextOf<Name>,
) => Promise<ResponseOf<Row<Name>>>;

/**
 * A writing operation with work that takes a while and would hold up other transactions: it is prepared before
 * the transaction begins. What was read then may have changed since; `run` looks at it again.
 */
export interface PreparedHandler<Name extends OperationName, Prepared> {
  prepare(request: RequestOf<Row<Name>>, context: ReadContext): Promise<Prepared>;
  run(
    request: RequestOf<Row<Name>>,
    context: WriteContext,
    prepared: Prepared,
  ): Promise<ResponseOf<Row<Name>>>;
  /** Called in any case once the transaction has ended. */
  release?(prepared: Prepared): void;
}

/** Any of them, for tables: what is prepared stays between the handler's own two halves. */
export interface AnyPreparedHandler<Name extends OperationName> {
  prepare(request: RequestOf<Row<Name>>, context: ReadContext): Promise<unknown>;
  run(
    request: RequestOf<Row<Name>>,
    context: WriteContext,
    prepared: never,
  ): Promise<ResponseOf<Row<Name>>>;
  release?(prepared: never): void;
}
