// AsymmetricDecrypt: with the private half of a pair.
import { decryptWithPair } from "../../resources/pair-use.ts";
import type { Handler } from "../handler.ts";

export const asymmetricDecrypt: Handler<"AsymmetricDecrypt"> = async (request, context) => {
  const blob = request.CiphertextBlob;
  const { plaintext, keyId, versionId } = await decryptWithPair(request, { blob, context });
  using opened = plaintext;
  const Plaintext = opened.reveal().toString("base64");
  return { Plaintext, KeyId: keyId, KeyVersionId: versionId };
};
