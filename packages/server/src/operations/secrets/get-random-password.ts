// GetRandomPassword.
import { randomPassword } from "../../domain/password.ts";
import type { Handler } from "../handler.ts";

export const getRandomPassword: Handler<"GetRandomPassword"> = async (request, { random }) => {
  const excluded = {
    lower: request.ExcludeLowercase,
    upper: request.ExcludeUppercase,
    digits: request.ExcludeNumbers,
    punctuation: request.ExcludePunctuation,
  };
  const rules = {
    length: request.PasswordLength,
    exclude: request.ExcludeCharacters ?? "",
    excludeClasses: (Object.keys(excluded) as (keyof typeof excluded)[]).filter(
      (name) => excluded[name],
    ),
    requireEach: request.RequireEachIncludedType,
  };
  return { RandomPassword: randomPassword(rules, random) };
};
