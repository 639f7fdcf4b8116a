// AsymmetricSign: over a digest that the caller made; the message itself never gets here, but for ML-DSA.
import { signingScheme } from "@coffer/crypto";
import { decodeBase64 } from "../../domain/base64.ts";
import { requireAlgorithm } from "../../resources/pair-use.ts";
import { findPair } from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

export const asymmetricSign: Handler<"AsymmetricSign"> = async (request, context) => {
  const { key, algorithm, version } = await findPair(request, context, "SIGN/VERIFY");
  const name = requireAlgorithm(algorithm.signing, request.Algorithm, key);
  const input = decodeBase64("Digest", request.Digest, signingScheme(name).input);
  const place = { keyId: key.keyId, versionId: version.versionId, spec: key.spec };
  const privateKey = await context.keyring.privateKey(context.store, place);
  const signature = await context.pairs.sign({ algorithm: name, key: privateKey, input });
  return {
    Value: Buffer.from(signature).toString("base64"),
    KeyId: key.keyId,
    KeyVersionId: version.versionId,
  };
};
