// Members that several operations share. A member is described once; rows refer to it.
import { LIMITS } from "./limits.ts";
import type { BooleanMember, IntegerMember, ListMember, StringMember } from "./shape.ts";

export const SECRET_NAME = {
  kind: "string",
  max: LIMITS.secretNameOrArnCharacters,
  min: 1,
  doc: { en: "Name or ARN of the secret.", zh: "凭据名称或 ARN。" },
} as const satisfies StringMember;
