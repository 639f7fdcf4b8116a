// What more than one operation does with a pair of keys.
import { ApiError, LIMITS } from "@coffer/contract";
import { DecryptionError, type EncryptionName, SecretBytes } from "@coffer/crypto";
import type { KeyRecord } from "@coffer/store";
import type { ReadContext } from "../context.ts";
import { decodeBase64 } from "../domain/base64.ts";
import { type Decrypted, findPair } from "./use-key.ts";

/** @throws ApiError `Rejected.UnsupportedOperation` for an algorithm that the key does not have */
export function requireAlgorithm<Name extends string>(
  allowed: readonly Name[],
  wanted: string,
  { spec }: KeyRecord,
): Name {
  const name = allowed.find((each) => each === wanted);
  if (name !== undefined) return name;
  const expected = allowed.map((each) => `\`${each}\``).join(" or ");
  const message = `A key of \`KeySpec\` \`${spec}\` takes \`Algorithm\` ${expected}.`;
  throw new ApiError("Rejected.UnsupportedOperation", message);
}

export interface PairMembers {
  readonly KeyId: string;
  readonly KeyVersionId: string;
  readonly Algorithm: EncryptionName;
}

/** @throws ApiError `InvalidParameter`, the same for every cause, when the ciphertext does not open */
export async function decryptWithPair(
  members: PairMembers,
  { blob, context }: { readonly blob: string; readonly context: ReadContext },
): Promise<Decrypted> {
  const { key, algorithm, version } = await findPair(members, context, "ENCRYPT/DECRYPT");
  const name = requireAlgorithm(algorithm.encryption, members.Algorithm, key);
  const input = decodeBase64("CiphertextBlob", blob, { most: LIMITS.ciphertextCharacters });
  const { keyId, spec } = key;
  const { versionId } = version;
  const privateKey = await context.keyring.privateKey(context.store, { keyId, versionId, spec });
  try {
    const opened = await context.pairs.decrypt({ algorithm: name, key: privateKey, input });
    return { kind: "bytes", plaintext: SecretBytes.own(opened), keyId, versionId };
  } catch (error) {
    if (!(error instanceof DecryptionError)) throw error;
    const message =
      "The specified parameter `CiphertextBlob` is not valid: it cannot be decrypted with this key.";
    throw new ApiError("InvalidParameter", message);
  }
}
