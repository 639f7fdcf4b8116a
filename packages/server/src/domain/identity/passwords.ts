// What a password must be, by the account's password policy.
import type { UserRecord } from "@coffer/store";

export interface PasswordPolicy {
  readonly MinimumPasswordLength: number;
  readonly RequireLowercaseCharacters: boolean;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireSymbols: boolean;
  readonly HardExpiry: boolean;
  /** Days; 0 is for ever. */
  readonly MaxPasswordAge: number;
  readonly PasswordReusePrevention: number;
  readonly MaxLoginAttemps: number;
}

export const DEFAULT_PASSWORD_POLICY: PasswordPolicy = {
  MinimumPasswordLength: 8,
  RequireLowercaseCharacters: false,
  RequireUppercaseCharacters: false,
  RequireNumbers: false,
  RequireSymbols: false,
  HardExpiry: false,
  MaxPasswordAge: 0,
  PasswordReusePrevention: 0,
  MaxLoginAttemps: 5,
};

const MOST_CHARACTERS = 32;

/** Whether a user of that name may have this password. */
export function isStrongEnough(
  password: string,
  policy: PasswordPolicy,
  { name }: Pick<UserRecord, "name">,
): boolean {
  const length = [...password].length;
  if (length < policy.MinimumPasswordLength || length > MOST_CHARACTERS) return false;
  if (password.toLowerCase().includes(name.toLowerCase()) && name.length > 2) return false;
  const needs: readonly (readonly [boolean, RegExp])[] = [
    [policy.RequireLowercaseCharacters, /\p{Ll}/u],
    [policy.RequireUppercaseCharacters, /\p{Lu}/u],
    [policy.RequireNumbers, /\p{Nd}/u],
    [policy.RequireSymbols, /[^\p{L}\p{Nd}\s]/u],
  ];
  return needs.every(([isNeeded, pattern]) => !isNeeded || pattern.test(password));
}

type Login = NonNullable<UserRecord["login"]>;

/** Hashes that a new password must not be of, the present one first. */
export function rememberedHashes(login: Login, { PasswordReusePrevention }: PasswordPolicy) {
  return [login.passwordHash, ...login.formerHashes].slice(0, PasswordReusePrevention);
}

/** The sign-in with another password; as many former ones are kept as a policy can remember. */
export function withPassword(login: Login, passwordHash: string, now: number): Login {
  const formerHashes = [login.passwordHash, ...login.formerHashes].slice(0, 24);
  return { ...login, passwordHash, formerHashes, passwordSetAt: now };
}
