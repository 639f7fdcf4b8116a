// GenerateDataKey: a data key in the clear and encrypted under a key; nothing of it is stored.
import { refuseRecipient } from "../../domain/recipient.ts";
import { newDataKey } from "../../resources/data-key.ts";
import type { Handler } from "../handler.ts";

export const generateDataKey: Handler<"GenerateDataKey"> = async (request, context) => {
  refuseRecipient(request);
  const { plaintext, blob, keyId, versionId } = await newDataKey(request, context);
  return {
    CiphertextBlob: blob.toString("base64"),
    Plaintext: plaintext.spend((bytes) => bytes.toString("base64")),
    KeyId: keyId,
    KeyVersionId: versionId,
  };
};
