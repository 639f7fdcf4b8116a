// Nonces, drawn ahead from the operating system's generator: a call for each costs a tenth of what encrypting under it
// does. Which ones come next is no secret that anything rests upon, as long as each comes once: a running process must
// not be copied, as SECURITY.md says.
import { randomFillSync } from "node:crypto";

const drawn = Buffer.allocUnsafeSlow(3_072);
let at = drawn.length;

/** Fills the bytes from `from` to the end. @throws RangeError for more than are drawn at once */
export function fillNonce(bytes: Buffer, from: number): void {
  const length = bytes.length - from;
  if (length > drawn.length) throw new RangeError("a nonce is not so long");
  if (at + length > drawn.length) {
    randomFillSync(drawn);
    at = 0;
  }
  at += drawn.copy(bytes, from, at, at + length);
}
