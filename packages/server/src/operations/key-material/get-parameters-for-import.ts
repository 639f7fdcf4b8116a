// GetParametersForImport: a fresh public key to wrap material with, and the token that goes with it.
import { generatePair } from "@coffer/crypto";
import { wireTime } from "../../domain/times.ts";
import { findKeyById } from "../../resources/find-key.ts";
import { checkExternal, importAlgorithm, sealImportToken } from "../../resources/import-token.ts";
import type { Handler } from "../handler.ts";

export const getParametersForImport: Handler<"GetParametersForImport"> = async (
  request,
  context,
) => {
  const key = await findKeyById(request.KeyId, context);
  checkExternal(key);
  const algorithm = importAlgorithm(request);
  const { privateKey, publicKey } = await generatePair(algorithm);
  using secret = privateKey;
  const { WrappingAlgorithm: wrapping } = request;
  const token = await sealImportToken({ keyId: key.keyId, wrapping, secret }, context);
  return {
    KeyId: key.keyId,
    ImportToken: token.text,
    PublicKey: publicKey.toString("base64"),
    TokenExpireTime: wireTime(token.expiresAt),
  };
};
