// VerifyMac: a code that does not fit is an answer, not an error. Compared in constant time.
import { LIMITS } from "@coffer/contract";
import { decodeBase64 } from "../../domain/base64.ts";
import { macKeyFor } from "../../resources/mac-use.ts";
import type { Handler } from "../handler.ts";

export const verifyMac: Handler<"VerifyMac"> = async (request, context) => {
  const { key, macKey } = await macKeyFor(request, context);
  const most = LIMITS.macMessageBytes;
  const message = decodeBase64("Message", request.Message, { most });
  const code = decodeBase64("Mac", request.Mac, { most });
  const Value = macKey.verify(message, code);
  message.fill(0);
  return { Value, Algorithm: request.Algorithm, KeyId: key.keyId };
};
