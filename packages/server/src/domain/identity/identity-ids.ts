// Ids of identities, in upstream's forms: drawn at random, never reused.
import type { Random } from "@coffer/crypto";

const DIGITS = "0123456789";
const LOWER = `abcdefghijklmnopqrstuvwxyz${DIGITS}`;

export function drawText(random: Random, length: number, from: string): string {
  return Array.from({ length }, () => from[random.integer(from.length)]).join("");
}

export const newAccountId = (random: Random): string => `1${drawText(random, 15, DIGITS)}`;
export const newUserId = (random: Random): string => `2${drawText(random, 17, DIGITS)}`;
export const newRoleId = (random: Random): string => `3${drawText(random, 17, DIGITS)}`;
export const newGroupId = (random: Random): string => `g-${drawText(random, 16, LOWER)}`;
/** Ours: upstream knows policies by their names. */
export const newPolicyId = (random: Random): string => `p-${drawText(random, 20, LOWER)}`;
/** Ours: upstream knows devices by their serial numbers. */
export const newMfaId = (random: Random): string => `m-${drawText(random, 20, LOWER)}`;
