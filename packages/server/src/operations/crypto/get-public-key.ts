// GetPublicKey: the public half of one version, PEM; works in every state of the key.
import { ApiError } from "@coffer/contract";
import { findAlgorithm, publicKeyPem } from "@coffer/crypto";
import { findVersion } from "../../keyring/find-version.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const getPublicKey: Handler<"GetPublicKey"> = async (request, context) => {
  const { keyId, spec } = await findKey(request.KeyId, context);
  if (findAlgorithm(spec)?.kind !== "pair") {
    const message = "Only pairs of keys have a public half.";
    throw new ApiError("Rejected.UnsupportedOperation", message);
  }
  const version = await findVersion(context.store, { keyId, versionId: request.KeyVersionId });
  if (version.publicKey === undefined) throw new ApiError("Forbidden.KeyVersionNotFound");
  const PublicKey = publicKeyPem(version.publicKey);
  return { KeyId: keyId, KeyVersionId: version.versionId, PublicKey };
};
