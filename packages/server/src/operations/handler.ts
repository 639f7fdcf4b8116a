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
