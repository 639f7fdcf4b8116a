// GenerateAndExportDataKey: a new data key, encrypted twice: under a key here and under somebody's public key.
import { exportDataKey, newDataKey, readWrappingKey } from "../../resources/data-key.ts";
import type { Handler } from "../handler.ts";

type Name = "GenerateAndExportDataKey";

export const generateAndExportDataKey: Handler<Name> = async (request, context) => {
  const key = readWrappingKey(request);
  const { plaintext, blob, keyId, versionId } = await newDataKey(request, context);
  using drawn = plaintext;
  const algorithm = request.WrappingAlgorithm;
  return {
    CiphertextBlob: blob.toString("base64"),
    ExportedDataKey: await exportDataKey(drawn, { key, algorithm }, context),
    KeyId: keyId,
    KeyVersionId: versionId,
  };
};
