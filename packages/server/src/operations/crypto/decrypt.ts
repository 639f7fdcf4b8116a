// Decrypt: the ciphertext names the key and the version.
import { LIMITS } from "@coffer/contract";
import { decodeBase64 } from "../../domain/base64.ts";
import { refuseRecipient } from "../../domain/recipient.ts";
import { decryptBlob } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const decrypt: Handler<"Decrypt"> = async (request, context) => {
  refuseRecipient(request);
  const given = { name: "EncryptionContext", pairs: request.EncryptionContext };
  const most = LIMITS.ciphertextCharacters;
  const blob = decodeBase64("CiphertextBlob", request.CiphertextBlob, { most });
  const { kind, plaintext, keyId, versionId } = await decryptBlob(blob, given, context);
  const Plaintext = plaintext.spend((bytes) => bytes.toString(kind === "text" ? "utf8" : "base64"));
  return { Plaintext, KeyId: keyId, KeyVersionId: versionId };
};
