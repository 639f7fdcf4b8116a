// Keys for cryptographic operations: found, Enabled, of the kind that the operation takes; and what they do.
import { ApiError, LIMITS } from "@coffer/contract";
import {
  type CustomerKey,
  canonicalContext,
  DecryptionError,
  findAlgorithm,
  type KeyAlgorithm,
  type KeyUsage,
  type PlaintextKind,
  readCiphertextPlace,
  type SecretBytes,
} from "@coffer/crypto";
import type { KeyRecord, KeyVersionRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { checkUsable, keyAt } from "../domain/key-state.ts";
import { findVersion } from "../keyring/find-version.ts";
import { findKey } from "./find-key.ts";

type OfKind<Kind extends KeyAlgorithm["kind"]> = Extract<KeyAlgorithm, { kind: Kind }>;

/** A key with the row of its spec. */
export interface UsableKey<Kind extends KeyAlgorithm["kind"]> {
  readonly key: KeyRecord;
  readonly algorithm: OfKind<Kind>;
}

function isOfKind<Kind extends KeyAlgorithm["kind"]>(
  algorithm: KeyAlgorithm,
  kind: Kind,
): algorithm is OfKind<Kind> {
  return algorithm.kind === kind;
}

/**
 * @throws ApiError the state's error unless Enabled; the given code for a key of another kind
 */
function requireKind<Kind extends KeyAlgorithm["kind"]>(
  key: KeyRecord,
  kind: Kind,
  code: "UnsupportedOperation" | "Rejected.UnsupportedOperation",
): UsableKey<Kind> {
  checkUsable(key);
  const algorithm = findAlgorithm(key.spec);
  if (algorithm !== undefined && isOfKind(algorithm, kind)) return { key, algorithm };
  throw new ApiError(code, `A key of \`KeySpec\` \`${key.spec}\` does not fit this operation.`);
}

/** @throws ApiError as `findKey`; `UnsupportedOperation` for other keys than symmetric ones */
export async function findSymmetricKey(
  text: string,
  context: ReadContext,
): Promise<UsableKey<"symmetric">> {
  return requireKind(await findKey(text, context), "symmetric", "UnsupportedOperation");
}

/** @throws ApiError as `findKey`; `Rejected.UnsupportedOperation` for other keys than those for codes */
export async function findMacKey(text: string, context: ReadContext): Promise<UsableKey<"mac">> {
  return requireKind(await findKey(text, context), "mac", "Rejected.UnsupportedOperation");
}

export interface UsablePair extends UsableKey<"pair"> {
  readonly version: KeyVersionRecord & { readonly publicKey: Uint8Array };
}

/**
 * One version of a pair of keys of the given usage.
 *
 * @throws ApiError as `findKey`; `Rejected.UnsupportedOperation`, `Forbidden.KeyVersionNotFound`
 */
export async function findPair(
  { KeyId, KeyVersionId }: { readonly KeyId: string; readonly KeyVersionId: string },
  context: ReadContext,
  usage: KeyUsage,
): Promise<UsablePair> {
  const found = requireKind(await findKey(KeyId, context), "pair", "Rejected.UnsupportedOperation");
  if (found.key.usage !== usage) {
    const message = `The key is for ${found.key.usage}, not for ${usage}.`;
    throw new ApiError("Rejected.UnsupportedOperation", message);
  }
  const place = { keyId: found.key.keyId, versionId: KeyVersionId };
  const { publicKey, ...version } = await findVersion(context.store, place);
  if (publicKey === undefined) throw new ApiError("Forbidden.KeyVersionNotFound");
  return { ...found, version: { ...version, publicKey } };
}

/** A parameter that holds an encryption context. */
export interface GivenContext {
  readonly name: string;
  readonly pairs: Readonly<Record<string, string>> | undefined;
}

const WITHOUT_CONTEXT = {
  bytes: canonicalContext({}, "bytes"),
  text: canonicalContext({}, "text"),
} as const satisfies Record<PlaintextKind, Uint8Array>;

/** The context's bytes, which nobody changes. @throws ApiError `InvalidParameter` */
export function contextBytes(
  { name, pairs }: GivenContext,
  kind: PlaintextKind = "bytes",
): Uint8Array {
  if (pairs === undefined) return WITHOUT_CONTEXT[kind];
  const wrong = (expected: string): ApiError =>
    new ApiError(
      "InvalidParameter",
      `The specified parameter \`${name}\` is not valid: expected ${expected}.`,
    );
  const most = LIMITS.contextCharacters;
  if (JSON.stringify(pairs).length > most) throw wrong(`JSON of at most ${most} characters`);
  try {
    return canonicalContext(pairs, kind);
  } catch {
    throw wrong("well-formed Unicode");
  }
}

export interface Encrypted {
  readonly blob: Buffer;
  readonly keyId: string;
  readonly versionId: string;
}

/** Encrypts under the primary version of a key. */
export async function encryptUnder(
  { key }: UsableKey<"symmetric">,
  plaintext: Uint8Array,
  { context, bytes }: { readonly context: ReadContext; readonly bytes: Uint8Array },
): Promise<Encrypted> {
  const { keyId, spec, primaryVersionId: versionId } = key;
  if (versionId === undefined) throw new ApiError("Rejected.PendingImport");
  const place = { keyId, versionId, spec };
  const customerKey = await context.keyring.customerKey(context.store, place);
  return { blob: Buffer.from(customerKey.encrypt(plaintext, bytes)), keyId, versionId };
}

function isMissingVersion(error: unknown): boolean {
  return error instanceof ApiError && error.code === "Forbidden.KeyVersionNotFound";
}

/** One answer for a damaged ciphertext, one of elsewhere, and another context. */
function undecryptable(): ApiError {
  const message =
    "The specified parameter `CiphertextBlob` is not valid: it cannot be decrypted with this key and context.";
  return new ApiError("InvalidParameter", message);
}

export interface Decrypted {
  readonly kind: PlaintextKind;
  /** Wiped by the caller. */
  readonly plaintext: SecretBytes;
  readonly keyId: string;
  readonly versionId: string;
}

/** Opens it as bytes and, where it is none, as text: what was encrypted is bound to its kind. */
function open(key: CustomerKey, blob: Uint8Array, given: GivenContext) {
  const bytes = contextBytes(given);
  try {
    return { kind: "bytes" as const, plaintext: key.decrypt(blob, bytes) };
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    return { kind: "text" as const, plaintext: key.decrypt(blob, contextBytes(given, "text")) };
  }
}

/**
 * Decrypts what a symmetric key made, which the ciphertext names.
 *
 * @throws ApiError `InvalidParameter`, `Forbidden.KeyNotFound`, the state's error
 */
export async function decryptBlob(
  blob: Uint8Array,
  given: GivenContext,
  context: ReadContext,
): Promise<Decrypted> {
  try {
    const { keyId, versionId } = readCiphertextPlace(blob);
    const stored = await context.store.key(keyId);
    const found = stored && keyAt(stored, context.now);
    if (found === undefined) throw new ApiError("Forbidden.KeyNotFound");
    const { key } = requireKind(found, "symmetric", "UnsupportedOperation");
    const place = { keyId, versionId, spec: key.spec };
    const customerKey = await context.keyring.customerKey(context.store, place);
    const { kind, plaintext } = open(customerKey, blob, given);
    return { kind, plaintext, keyId, versionId };
  } catch (error) {
    if (error instanceof DecryptionError || isMissingVersion(error)) throw undecryptable();
    throw error;
  }
}
