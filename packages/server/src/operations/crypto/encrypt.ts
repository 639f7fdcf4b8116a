// Encrypt: under the primary version of a symmetric key.
import { LIMITS } from "@coffer/contract";
import { decodeBase64 } from "../../domain/base64.ts";
import { contextBytes, encryptUnder, findSymmetricKey } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const encrypt: Handler<"Encrypt"> = async (request, context) => {
  const key = await findSymmetricKey(request.KeyId, context);
  const bytes = contextBytes("EncryptionContext", request.EncryptionContext);
  const plaintext = decodeBase64("Plaintext", request.Plaintext, { most: LIMITS.plaintextBytes });
  const { blob, keyId, versionId } = await encryptUnder(key, plaintext, { context, bytes });
  plaintext.fill(0);
  return { CiphertextBlob: blob.toString("base64"), KeyId: keyId, KeyVersionId: versionId };
};
