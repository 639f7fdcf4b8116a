// ReEncrypt: decrypts and encrypts again under another key; the plaintext never leaves the server.
import { ApiError, LIMITS, type OPERATIONS, type RequestOf } from "@coffer/contract";
import type { ReadContext } from "../../context.ts";
import { decodeBase64 } from "../../domain/base64.ts";
import { aliasOf } from "../../domain/names.ts";
import { decryptWithPair } from "../../resources/pair-use.ts";
import {
  contextBytes,
  type Decrypted,
  decryptBlob,
  encryptUnder,
  findSymmetricKey,
} from "../../resources/use-key.ts";
import type { Handler } from "../handler.ts";

type Request = RequestOf<(typeof OPERATIONS)["ReEncrypt"]>;

/** What a pair of keys encrypted: three members name the key, the version and the algorithm. */
async function decryptOfPair(request: Request, context: ReadContext): Promise<Decrypted> {
  const { SourceKeyId: KeyId, SourceKeyVersionId: KeyVersionId } = request;
  const algorithm = request.SourceEncryptionAlgorithm;
  const missing = Object.entries({
    SourceKeyId: KeyId,
    SourceKeyVersionId: KeyVersionId,
    SourceEncryptionAlgorithm: algorithm,
  }).find(([, value]) => value === undefined);
  if (KeyId === undefined || KeyVersionId === undefined || algorithm === undefined) {
    const message = `The required parameter \`${missing?.[0]}\` is missing.`;
    throw new ApiError("MissingParameter", message);
  }
  refuseAlias(KeyId, context);
  const members = { KeyId, KeyVersionId, Algorithm: algorithm };
  return decryptWithPair(members, { blob: request.CiphertextBlob, context });
}

/** Only ids and ARNs name keys here. */
function refuseAlias(text: string, context: ReadContext): void {
  if (aliasOf(text, context) !== undefined) throw new ApiError("Unsupported.Alias");
}

function decryptSource(request: Request, context: ReadContext): Promise<Decrypted> {
  const { SourceKeyId, SourceKeyVersionId, SourceEncryptionAlgorithm } = request;
  const names = [SourceKeyId, SourceKeyVersionId, SourceEncryptionAlgorithm];
  if (names.some((name) => name !== undefined)) return decryptOfPair(request, context);
  const most = LIMITS.ciphertextCharacters;
  const blob = decodeBase64("CiphertextBlob", request.CiphertextBlob, { most });
  const given = { name: "SourceEncryptionContext", pairs: request.SourceEncryptionContext };
  return decryptBlob(blob, given, context);
}

export const reEncrypt: Handler<"ReEncrypt"> = async (request, context) => {
  refuseAlias(request.DestinationKeyId, context);
  const target = await findSymmetricKey(request.DestinationKeyId, context);
  const { DestinationEncryptionContext: pairs } = request;
  const { kind, plaintext, keyId, versionId } = await decryptSource(request, context);
  using opened = plaintext;
  const bytes = contextBytes({ name: "DestinationEncryptionContext", pairs }, kind);
  const { blob } = await encryptUnder(target, opened.reveal(), { context, bytes });
  // Upstream answers the key that decrypted.
  return { CiphertextBlob: blob.toString("base64"), KeyId: keyId, KeyVersionId: versionId };
};
