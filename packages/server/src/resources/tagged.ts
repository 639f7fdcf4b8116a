// The resource that a tag operation names: a key or a secret, found and, for writes, in a state that allows it.
import { ApiError, type ErrorCode } from "@coffer/contract";
import type { ReadStore } from "@coffer/store";
import { isGone } from "../domain/deletion.ts";
import { checkOwn, checkState, keyAt } from "../domain/key-state.ts";
import { keyIdOf, type Place, secretNameOf } from "../domain/names.ts";
import { findKey, findKeyById } from "./find-key.ts";
import { findLiveSecret } from "./find-secret.ts";

export interface Tagged {
  readonly type: "key" | "secret";
  /** Key id or secret name. */
  readonly id: string;
}

interface Where extends Place {
  readonly store: ReadStore;
  readonly now: number;
}

export interface OneResource {
  readonly KeyId?: string;
  readonly SecretName?: string;
  readonly CertificateId?: string;
}

/**
 * For TagResource, which takes an alias, and UntagResource, which does not: exactly one of three members names the
 * resource.
 */
export async function findOneTagged(
  members: OneResource,
  where: Where,
  { byAlias }: { readonly byAlias: boolean },
): Promise<Tagged> {
  const { KeyId, SecretName, CertificateId } = members;
  const count = [KeyId, SecretName, CertificateId].filter((name) => name !== undefined).length;
  if (count !== 1) {
    const message = "Exactly one of `KeyId`, `SecretName` and `CertificateId` must be given.";
    throw new ApiError(count === 0 ? "MissingParameter" : "InvalidParameter", message);
  }
  if (KeyId !== undefined) {
    const key = await (byAlias ? findKey(KeyId, where) : findKeyById(KeyId, where));
    checkOwn(key);
    checkState(key, "change");
    return { type: "key", id: key.keyId };
  }
  if (SecretName === undefined) throw new ApiError("Forbidden.ResourceNotFound");
  return { type: "secret", id: (await findLiveSecret(SecretName, where)).name };
}

const NOT_FOUND: ErrorCode = "InvalidResourceId.NotFound";

/** @throws ApiError `InvalidParameter` */
export function checkResourceType(type: string): "key" | "secret" {
  if (type === "key" || type === "secret") return type;
  const message =
    "The specified parameter `ResourceType` is not valid: expected `key` or `secret`.";
  throw new ApiError("InvalidParameter", message);
}

/** @throws ApiError `InvalidParameter` for another region than this one */
export function checkRegion(given: string, { region }: Place): void {
  if (given === region) return;
  const message = `The specified parameter \`RegionId\` is not valid: expected \`${region}\`.`;
  throw new ApiError("InvalidParameter", message);
}

/** For TagResources and its siblings: ids of one type, each found before anything is written. */
export async function findTagged(
  type: "key" | "secret",
  text: string,
  where: Where & { readonly forWriting: boolean },
): Promise<Tagged> {
  const { store, now, forWriting } = where;
  if (type === "key") {
    const stored = await store.key(idOf(() => keyIdOf(text, where)));
    const key = stored && keyAt(stored, now);
    if (key === undefined) throw new ApiError(NOT_FOUND);
    if (forWriting) checkOwn(key);
    if (forWriting) checkState(key, "change");
    return { type, id: key.keyId };
  }
  const secret = await store.secret(idOf(() => secretNameOf(text, where)));
  if (secret === undefined || isGone(secret, now)) throw new ApiError(NOT_FOUND);
  const refused = forWriting && secret.deleteAt !== undefined;
  if (refused) throw new ApiError("Rejected.ResourceInDeleteWindow");
  return { type, id: secret.name };
}

/** These operations have one code for everything that is not there. */
function idOf(read: () => string): string {
  try {
    return read();
  } catch {
    throw new ApiError(NOT_FOUND);
  }
}
