// May this caller do this? The row's action is asked on each of the row's resources, before anything about
// them is looked up. Today the only caller is the account's root, who may do everything in its own account;
// policies will answer here, in this place and nowhere else.
import { ApiError, formatArn, type Operation, parseArn } from "@coffer/contract";
import type { Caller } from "../context.ts";

/** One question to the policies. */
export interface Question {
  readonly action: string;
  /** The resource's ARN; of a container, `…:secret/*`. */
  readonly resource: string;
}

export interface Place {
  readonly accountId: string;
  readonly region: string;
}

function resourceArn(kind: string, name: string, place: Place): string {
  const arn = parseArn(name);
  return arn === undefined ? formatArn({ ...place, kind, name }) : name;
}

/** The questions a request asks, from its row and its undecoded parameters. */
export function questionsOf(
  operation: Operation,
  parameters: ReadonlyMap<string, string>,
  place: Place,
): Question[] {
  if (operation.resources.length === 0) return [{ action: operation.action, resource: "*" }];
  return operation.resources.map(({ kind, from, action }) => ({
    action: action ?? operation.action,
    resource: resourceArn(kind, from === "*" ? "*" : (parameters.get(from) ?? "*"), place),
  }));
}

/** @throws ApiError `Forbidden.NoPermission` */
export function authorize(caller: Caller, place: Place): void {
  if (caller.kind === "root" && caller.accountId === place.accountId) return;
  throw new ApiError("Forbidden.NoPermission");
}
