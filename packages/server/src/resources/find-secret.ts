// Finds the secret that a caller names, as the state table of secrets has it.
import { ApiError } from "@coffer/contract";
import type { KeyRecord, ReadStore, SecretRecord, WriteStore } from "@coffer/store";
import { isGone } from "../domain/deletion.ts";
import { keyAt } from "../domain/key-state.ts";
import { type Place, secretNameOf } from "../domain/names.ts";

interface Where extends Place {
  readonly store: ReadStore;
  readonly now: number;
}

function notFound(): ApiError {
  return new ApiError("Forbidden.ResourceNotFound");
}

/** Throws while the secret waits for its deletion. */
function checkLive(secret: SecretRecord): void {
  if (secret.deleteAt !== undefined) throw new ApiError("Rejected.ResourceInDeleteWindow");
}

/**
 * A secret by name or ARN, also in its deletion window.
 *
 * @throws ApiError `Forbidden.ResourceNotFound`
 */
export async function findSecret(text: string, where: Where): Promise<SecretRecord> {
  const secret = await where.store.secret(secretNameOf(text, where));
  if (secret === undefined || isGone(secret, where.now)) throw notFound();
  return secret;
}

/**
 * A secret that does not wait for its deletion.
 *
 * @throws ApiError `Forbidden.ResourceNotFound`, `Rejected.ResourceInDeleteWindow`
 */
export async function findLiveSecret(text: string, where: Where): Promise<SecretRecord> {
  const secret = await findSecret(text, where);
  checkLive(secret);
  return secret;
}

/** As `findLiveSecret`, with the key that protects it. */
export async function findLiveSecretAndKey(
  text: string,
  where: Where,
): Promise<{ readonly secret: SecretRecord; readonly key: KeyRecord }> {
  const found = await where.store.secretAndKey(secretNameOf(text, where));
  if (found === undefined || isGone(found.secret, where.now)) throw notFound();
  checkLive(found.secret);
  const key = found.key && keyAt(found.key, where.now);
  if (key === undefined) throw new ApiError("Forbidden.KeyNotFound");
  return { secret: found.secret, key };
}

/** Removes a secret whose window has ended, so that its name is free. */
export async function removeIfGone(store: WriteStore, name: string, now: number): Promise<void> {
  const secret = await store.secret(name);
  if (secret !== undefined && isGone(secret, now)) await store.deleteSecret(secret.id);
}
