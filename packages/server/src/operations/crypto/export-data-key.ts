// ExportDataKey: decrypts a data key and encrypts it under somebody's public key.
import { LIMITS } from "@coffer/contract";
import { decodeBase64 } from "../../domain/base64.ts";
import { exportDataKey as exportUnder, readWrappingKey } from "../../resources/data-key.ts";
import { decryptBlob } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const exportDataKey: Handler<"ExportDataKey"> = async (request, context) => {
  const key = readWrappingKey(request);
  const given = { name: "EncryptionContext", pairs: request.EncryptionContext };
  const most = LIMITS.ciphertextCharacters;
  const blob = decodeBase64("CiphertextBlob", request.CiphertextBlob, { most });
  const { plaintext, keyId, versionId } = await decryptBlob(blob, given, context);
  using opened = plaintext;
  const algorithm = request.WrappingAlgorithm;
  const ExportedDataKey = await exportUnder(opened, { key, algorithm }, context);
  return { ExportedDataKey, KeyId: keyId, KeyVersionId: versionId };
};
