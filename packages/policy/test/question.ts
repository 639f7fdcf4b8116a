// Plain documents as the tests write them, put to the engine and to the model.
import type { Anything, Kind } from "../model/grammar.ts";
import { decideByModel, type ModelEffect } from "../model/model.ts";
import {
  type Caller,
  type Context,
  compile,
  type Decision,
  decide,
  type NamedPolicy,
  parsePolicy,
} from "../src/index.ts";

/** One action on one resource under documents that are not yet read. */
export interface PlainQuestion {
  readonly action: string;
  readonly resource: string;
  readonly caller: Caller;
  readonly owner: string;
  readonly context: Context;
  readonly identity: readonly Anything[];
  readonly session?: Anything;
  readonly onResource?: { readonly kind: Kind; readonly document: Anything };
}

export function document(statements: readonly Anything[]): Anything {
  return { Version: "1", Statement: statements };
}

/** `kind` followed by its number is the policy's name. */
export function named(plain: Anything, kind: Kind, number = 0): NamedPolicy {
  return { name: `${kind}${number}`, policy: compile(parsePolicy(plain, kind)) };
}

export function askEngine(question: PlainQuestion): Decision {
  const { action, resource, caller, owner, context, identity, session, onResource } = question;
  return decide(
    { action, resources: [resource], principal: caller, account: owner, context },
    {
      identity: identity.map((plain, number) => named(plain, "identity", number)),
      ...(session === undefined ? {} : { session: named(session, "session") }),
      ...(onResource === undefined
        ? {}
        : { resource: new Map([[resource, named(onResource.document, onResource.kind)]]) }),
    },
  );
}

export function askModel(question: PlainQuestion): ModelEffect {
  const { action, resource, caller, owner, context, identity, session, onResource } = question;
  return decideByModel(
    { action, resource, caller, owner, context },
    {
      identity: [...identity],
      ...(session === undefined ? {} : { session }),
      ...(onResource === undefined ? {} : { resource: onResource }),
    },
  );
}
