// Identities by name, in the caller's account.
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { IdentityKind, IdentityOf } from "@coffer/store";
import type { ReadContext, WriteContext } from "../../context.ts";

type Context = ReadContext | WriteContext;

async function find<Kind extends IdentityKind>(
  { kind, code }: { readonly kind: Kind; readonly code: ErrorCode },
  name: string,
  { store, caller }: Context,
): Promise<IdentityOf<Kind>> {
  const found = await store.identity(kind, caller.accountId, name);
  if (found === undefined) throw new ApiError(code);
  return found;
}

/** @throws ApiError `EntityNotExist.User` */
export const findUser = (name: string, context: Context) =>
  find({ kind: "user", code: "EntityNotExist.User" }, name, context);

/** @throws ApiError `EntityNotExist.Group` */
export const findGroup = (name: string, context: Context) =>
  find({ kind: "group", code: "EntityNotExist.Group" }, name, context);

/** @throws ApiError `EntityNotExist.Role` */
export const findRole = (name: string, context: Context) =>
  find({ kind: "role", code: "EntityNotExist.Role" }, name, context);

/** A custom policy. @throws ApiError `EntityNotExist.Policy` */
export const findPolicy = (name: string, context: Context) =>
  find({ kind: "policy", code: "EntityNotExist.Policy" }, name, context);

/** @throws ApiError `EntityNotExist.OIDCProvider` */
export const findOidcProvider = (name: string, context: Context) =>
  find({ kind: "oidc", code: "EntityNotExist.OIDCProvider" }, name, context);
