// GetSecretValue: one decrypted value.
import { readSecretValue } from "../../resources/reading.ts";
import type { Handler } from "../handler.ts";

export const getSecretValue: Handler<"GetSecretValue"> = (request, context) =>
  readSecretValue(context, request);
