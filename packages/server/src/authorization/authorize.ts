// May this caller do this? The row's action is asked on each of the row's resources, before anything about
// them is looked up. Policies answer here, in this place and nowhere else.
import { ApiError, formatArn, type Operation, type Product, parseArn } from "@coffer/contract";
import type { ReadStore } from "@coffer/store";
import type { Caller } from "../context.ts";

/** What is asked: everything that a policy may look at. */
export interface AuthorizationRequest {
  readonly caller: Caller;
  readonly product: Product;
  readonly operation: string;
  readonly row: Operation;
  /** Undecoded. */
  readonly parameters: ReadonlyMap<string, string>;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly sourceIp: string | undefined;
  readonly secureTransport: boolean;
}

export interface Authorization {
  /** @throws ApiError `Forbidden.NoPermission` of KMS, `NoPermission` of the other products */
  authorize(request: AuthorizationRequest): Promise<void>;
}

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

export function createAuthorization(
  place: Place & { readonly store: Pick<ReadStore, "alias"> },
): Authorization {
  return {
    async authorize({ caller }) {
      if (caller.kind === "root" && caller.accountId === place.accountId) return;
      throw new ApiError("Forbidden.NoPermission");
    },
  };
}
