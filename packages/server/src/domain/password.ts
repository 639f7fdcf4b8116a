// Random passwords under rules.
import { ApiError } from "@coffer/contract";
import type { Random } from "@coffer/crypto";

/** The back-tick is in none of upstream's lists: accepted as input, never put out. */
const PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_{|}~";
const LOWER = "abcdefghijklmnopqrstuvwxyz";
const CLASSES = {
  lower: LOWER,
  upper: LOWER.toUpperCase(),
  digits: "0123456789",
  punctuation: PUNCTUATION,
} as const;

export interface PasswordRules {
  readonly length: number;
  /** Characters to leave out. */
  readonly exclude: string;
  readonly excludeClasses: readonly (keyof typeof CLASSES)[];
  /** At least one of each class that is left. */
  readonly requireEach: boolean;
}

function invalid(parameter: string, why: string): ApiError {
  const message = `The specified parameter \`${parameter}\` is not valid: ${why}.`;
  return new ApiError("InvalidParameter", message);
}

function pick(random: Random, characters: string): string {
  return characters.charAt(random.integer(characters.length));
}

/** @throws ApiError `InvalidParameter` when nothing is left to choose from */
export function randomPassword(rules: PasswordRules, random: Random): string {
  const { length, exclude, excludeClasses, requireEach } = rules;
  if (!/^[\x21-\x7e]*$/.test(exclude)) {
    throw invalid("ExcludeCharacters", "only letters, digits and punctuation can be left out");
  }
  const classes = Object.entries(CLASSES)
    .filter(([name]) => !excludeClasses.some((excluded) => excluded === name))
    .map(([, all]) => [...all].filter((character) => !exclude.includes(character)).join(""))
    .filter((left) => left !== "");
  if (classes.length === 0) throw invalid("ExcludeCharacters", "no character is left");
  const required = requireEach ? classes.map((each) => pick(random, each)) : [];
  const all = classes.join("");
  const characters = Array.from({ length }, (_, index) => required[index] ?? pick(random, all));
  // Fisher and Yates, so that the required characters may stand anywhere.
  for (let last = characters.length - 1; last > 0; last -= 1) {
    const other = random.integer(last + 1);
    const [a = "", b = ""] = [characters[last], characters[other]];
    characters[last] = b;
    characters[other] = a;
  }
  return characters.join("");
}
