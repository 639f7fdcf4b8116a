// Finds the key that a caller names, as it is at this moment.
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { KeyRecord, ReadStore } from "@coffer/store";
import { checkOwn, keyAt } from "../domain/key-state.ts";
import { aliasOf, keyIdOf, type Place } from "../domain/names.ts";

interface Where extends Place {
  readonly store: ReadStore;
  readonly now: number;
}

async function keyById(
  keyId: string,
  { store, now }: Where,
  code: ErrorCode = "Forbidden.KeyNotFound",
): Promise<KeyRecord> {
  const stored = await store.key(keyId);
  const key = stored && keyAt(stored, now);
  if (key === undefined) throw new ApiError(code);
  return key;
}

/**
 * A key by id, ARN or alias.
 *
 * @throws ApiError `Forbidden.AliasNotFound`, for an id the given code
 */
export async function findKey(text: string, where: Where, code?: ErrorCode): Promise<KeyRecord> {
  const name = aliasOf(text, where);
  if (name === undefined) return keyById(keyIdOf(text, where, code), where, code);
  const aliased = await where.store.aliasedKey(name);
  const key = aliased && keyAt(aliased, where.now);
  // An alias goes with its key.
  if (key === undefined) throw new ApiError("Forbidden.AliasNotFound");
  return key;
}

/**
 * A key by id or ARN, where upstream takes no alias.
 *
 * @throws ApiError `Unsupported.Alias`, `Forbidden.KeyNotFound`
 */
export async function findKeyById(text: string, where: Where): Promise<KeyRecord> {
  if (text.startsWith("alias/") || aliasOf(text, where) !== undefined) {
    throw new ApiError("Unsupported.Alias");
  }
  return keyById(keyIdOf(text, where), where);
}

/** As `findKeyById`, for changing it: also refuses the service's own keys. */
export async function findOwnKey(text: string, where: Where): Promise<KeyRecord> {
  const key = await findKeyById(text, where);
  checkOwn(key);
  return key;
}
