// GenerateMac: a message authentication code.
import { LIMITS } from "@coffer/contract";
import { decodeBase64 } from "../../domain/base64.ts";
import { macKeyFor } from "../../resources/mac-use.ts";
import type { Handler } from "../handler.ts";

export const generateMac: Handler<"GenerateMac"> = async (request, context) => {
  const { key, macKey } = await macKeyFor(request, context);
  const most = LIMITS.macMessageBytes;
  const message = decodeBase64("Message", request.Message, { most });
  const Mac = macKey.generate(message).toString("base64");
  message.fill(0);
  return { Mac, Algorithm: request.Algorithm, KeyId: key.keyId };
};
