// One-time codes of virtual MFA devices: TOTP (RFC 6238) over SHA-1, six digits, a new one every 30 seconds.
import { createHmac } from "node:crypto";

const STEP_MILLISECONDS = 30_000;
const DIGITS = 6;

/** The number of the time step; `now` is milliseconds since 1970. */
export const timeStep = (now: number): number => Math.floor(now / STEP_MILLISECONDS);

/** The code of a step, six digits. */
export function oneTimeCode(seed: Uint8Array, step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac("sha1", seed).update(counter).digest();
  const offset = (digest.at(-1) ?? 0) & 15;
  const number = digest.readUInt32BE(offset) & 0x7fffffff;
  return String(number % 10 ** DIGITS).padStart(DIGITS, "0");
}
