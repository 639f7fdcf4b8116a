// GenerateDataKeyWithoutPlaintext: a data key that is first seen where it is decrypted.
import { newDataKey } from "../../resources/data-key.ts";
import type { Handler } from "../handler.ts";

type Name = "GenerateDataKeyWithoutPlaintext";

export const generateDataKeyWithoutPlaintext: Handler<Name> = async (request, context) => {
  const { plaintext, blob, keyId, versionId } = await newDataKey(request, context);
  plaintext.wipe();
  return { CiphertextBlob: blob.toString("base64"), KeyId: keyId, KeyVersionId: versionId };
};
