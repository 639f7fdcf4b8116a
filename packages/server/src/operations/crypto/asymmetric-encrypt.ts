// AsymmetricEncrypt: with the public half of a pair; what comes out is standard RSA-OAEP or SM2.
import { LIMITS } from "@coffer/contract";
import { encryptionScheme, modulusBytes, readPublicKey } from "@coffer/crypto";
import { decodeBase64 } from "../../domain/base64.ts";
import { requireAlgorithm } from "../../resources/pair-use.ts";
import { findPair } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const asymmetricEncrypt: Handler<"AsymmetricEncrypt"> = async (request, context) => {
  const { key, algorithm, version } = await findPair(request, context, "ENCRYPT/DECRYPT");
  const name = requireAlgorithm(algorithm.encryption, request.Algorithm, key);
  const publicKey = readPublicKey(version.publicKey);
  const most = encryptionScheme(name).most(modulusBytes(publicKey));
  const input = decodeBase64("Plaintext", request.Plaintext, {
    most: Math.min(most, LIMITS.plaintextBytes),
  });
  const ciphertext = await context.pairs.encrypt({ algorithm: name, key: publicKey, input });
  input.fill(0);
  return {
    CiphertextBlob: Buffer.from(ciphertext).toString("base64"),
    KeyId: key.keyId,
    KeyVersionId: version.versionId,
  };
};
