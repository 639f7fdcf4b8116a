// BatchGetSecretValue: up to twenty readings; those that fail are told beside those that succeed.
import { ApiError } from "@coffer/contract";
import { readSecretValue } from "../../resources/reading.ts";
import type { Handler } from "../handler.ts";

export const batchGetSecretValue: Handler<"BatchGetSecretValue"> = async (request, context) => {
  const SecretValues: Awaited<ReturnType<typeof readOne>>[] = [];
  const Errors: { SecretName: string; Code: string; HttpStatus: number; Message: string }[] = [];
  const readOne = async (wanted: (typeof request.SecretsList)[number]) => ({
    ...(await readSecretValue(context, wanted)),
    RequestId: context.requestId,
  });
  for (const wanted of request.SecretsList) {
    try {
      SecretValues.push(await readOne(wanted));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code: Code, status: HttpStatus, message: Message } = error;
      Errors.push({ SecretName: wanted.SecretName, Code, HttpStatus, Message });
    }
  }
  return { SecretValues, Errors };
};
