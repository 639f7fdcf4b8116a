// Import tokens: the private half of a pair made for one import, sealed, so that nothing of it is stored. The
// token is a ciphertext under the service's own key, bound to the key that it is for.
import { ApiError, LIMITS } from "@coffer/contract";
import {
  DecryptionError,
  decryptPkcs1,
  type EncryptionName,
  findAlgorithm,
  type PairAlgorithm,
  readCiphertextPlace,
  readPrivateKey,
  SecretBytes,
  serviceContext,
} from "@coffer/crypto";
import type { KeyRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { decodeBase64 } from "../domain/base64.ts";
import { wholeSecond } from "../domain/times.ts";
import { DEFAULT_KEY_SPEC, defaultKey } from "../keyring/default-key.ts";

export type Wrapping = EncryptionName | "RSAES_PKCS1_V1_5";

interface Token {
  readonly keyId: string;
  readonly wrapping: Wrapping;
  /** Milliseconds since 1970. */
  readonly expiresAt: number;
  /** PKCS #8, Base64. */
  readonly privateKey: string;
}

const HOUR_MILLISECONDS = 60 * 60 * 1000;

/** @throws ApiError `Unsupported.Origin` */
export function checkExternal({ origin }: KeyRecord): void {
  if (origin !== "EXTERNAL") throw new ApiError("Unsupported.Origin");
}

/** The pair that the two members ask for. @throws ApiError `InvalidParameter` when they do not fit */
export function importAlgorithm(members: {
  readonly WrappingKeySpec: "RSA_2048" | "EC_SM2";
  readonly WrappingAlgorithm: Wrapping;
}): PairAlgorithm {
  const { WrappingKeySpec: spec, WrappingAlgorithm: wrapping } = members;
  const algorithm = findAlgorithm(spec);
  if (algorithm?.kind === "pair" && (spec === "EC_SM2") === (wrapping === "SM2PKE")) {
    return algorithm;
  }
  const message = `The specified parameter \`WrappingAlgorithm\` is not valid for \`${spec}\`.`;
  throw new ApiError("InvalidParameter", message);
}

const bindingOf = (keyId: string): Uint8Array => serviceContext("import-token", [keyId]);

export async function sealImportToken(
  given: { readonly keyId: string; readonly wrapping: Wrapping; readonly secret: SecretBytes },
  { store, keyring, now }: ReadContext,
): Promise<{ readonly text: string; readonly expiresAt: number }> {
  const { keyId, wrapping, secret } = given;
  const expiresAt = wholeSecond(now) + LIMITS.importTokenHours * HOUR_MILLISECONDS;
  const privateKey = secret.reveal().toString("base64");
  const token: Token = { keyId, wrapping, expiresAt, privateKey };
  const { keyId: own, primaryVersionId: versionId = "", spec } = await defaultKey(store);
  const sealing = await keyring.customerKey(store, { keyId: own, versionId, spec });
  using bytes = SecretBytes.fromText(JSON.stringify(token));
  const sealed = sealing.encrypt(bytes.reveal(), bindingOf(keyId));
  return { text: Buffer.from(sealed).toString("base64"), expiresAt };
}

/** @throws ApiError `InvalidImportToken`, `ExpiredImportToken` */
async function openImportToken(
  { keyId }: KeyRecord,
  text: string,
  { store, keyring, now }: ReadContext,
): Promise<Token> {
  try {
    const sealed = decodeBase64("ImportToken", text, { most: LIMITS.ciphertextCharacters });
    const place = readCiphertextPlace(sealed);
    if (place.keyId !== (await defaultKey(store)).keyId) throw new DecryptionError();
    const opening = await keyring.customerKey(store, { ...place, spec: DEFAULT_KEY_SPEC });
    using bytes = opening.decrypt(sealed, bindingOf(keyId));
    const token = JSON.parse(bytes.reveal().toString("utf8")) as Token; // written above
    if (token.expiresAt > now) return token;
  } catch (error) {
    if (error instanceof DecryptionError || error instanceof ApiError) {
      throw new ApiError("InvalidImportToken");
    }
    throw error;
  }
  throw new ApiError("ExpiredImportToken");
}

/**
 * The material that a caller sends, of the right length for the key. Wiped by the caller.
 *
 * @throws ApiError `InvalidImportToken`, `ExpiredImportToken`, `InvalidKeyMaterial`, `InvalidParameter`
 */
export async function openImport(
  key: KeyRecord,
  request: { readonly ImportToken: string; readonly EncryptedKeyMaterial: string },
  context: ReadContext,
): Promise<SecretBytes> {
  const token = await openImportToken(key, request.ImportToken, context);
  const most = LIMITS.ciphertextCharacters;
  const input = decodeBase64("EncryptedKeyMaterial", request.EncryptedKeyMaterial, { most });
  using secret = SecretBytes.own(Buffer.from(token.privateKey, "base64"));
  const privateKey = readPrivateKey(secret);
  const algorithm = findAlgorithm(key.spec);
  const length = algorithm?.kind === "symmetric" ? algorithm.keyBytes : Number.NaN;
  try {
    const opened =
      token.wrapping === "RSAES_PKCS1_V1_5"
        ? decryptPkcs1(privateKey, input)
        : await context.pairs.decrypt({ algorithm: token.wrapping, key: privateKey, input });
    const material = SecretBytes.own(opened);
    if (material.length === length) return material;
    material.wipe();
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
  }
  // One answer whether it did not open or has another length: no oracle for whoever guesses at paddings.
  const message = `The key material is not valid: expected ${length} bytes, wrapped with the token's public key.`;
  throw new ApiError("InvalidKeyMaterial", message);
}
