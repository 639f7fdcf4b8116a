// AsymmetricVerify: a signature that does not fit is an answer, not an error.
import { LIMITS } from "@coffer/contract";
import { readPublicKey, signingScheme } from "@coffer/crypto";
import { decodeBase64 } from "../../domain/base64.ts";
import { requireAlgorithm } from "../../resources/pair-use.ts";
import { findPair } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const asymmetricVerify: Handler<"AsymmetricVerify"> = async (request, context) => {
  const { key, algorithm, version } = await findPair(request, context, "SIGN/VERIFY");
  const name = requireAlgorithm(algorithm.signing, request.Algorithm, key);
  const input = decodeBase64("Digest", request.Digest, signingScheme(name).input);
  const most = LIMITS.ciphertextCharacters;
  const signature = decodeBase64("Value", request.Value, { most });
  const publicKey = readPublicKey(version.publicKey);
  const Value = await context.pairs.verify({ algorithm: name, key: publicKey, input, signature });
  return { Value, KeyId: key.keyId, KeyVersionId: version.versionId };
};
