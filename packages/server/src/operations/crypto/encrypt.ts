// Encrypt: under the primary version of a symmetric key. Text that is no Base64 is encrypted as it is, and Decrypt
// gives it back: Terraform sends such.
import { LIMITS } from "@coffer/contract";
import { SecretBytes } from "@coffer/crypto";
import { decodePlaintext } from "../../domain/base64.ts";
import { contextBytes, encryptUnder, findSymmetricKey } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const encrypt: Handler<"Encrypt"> = async (request, context) => {
  const key = await findSymmetricKey(request.KeyId, context);
  const given = { name: "EncryptionContext", pairs: request.EncryptionContext };
  const most = LIMITS.plaintextBytes;
  const { kind, bytes: decoded } = decodePlaintext("Plaintext", request.Plaintext, { most });
  const plaintext = SecretBytes.own(decoded);
  try {
    const under = { context, bytes: contextBytes(given, kind) };
    const { blob, keyId, versionId } = await encryptUnder(key, plaintext.reveal(), under);
    return { CiphertextBlob: blob.toString("base64"), KeyId: keyId, KeyVersionId: versionId };
  } finally {
    plaintext.wipe();
  }
};
