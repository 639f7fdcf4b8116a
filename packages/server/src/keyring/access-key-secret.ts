// The secret half of an AccessKey: drawn once, kept wrapped under the root key, bound to its account and id.
import { type Random, type RootKey, SecretBytes } from "@coffer/crypto";
import { drawText } from "../domain/identity/identity-ids.ts";
import { accessKeyContext } from "./wrap-contexts.ts";

const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

/** Both halves of an AccessKey. The secret is shown once and never again. */
export interface AccessKeyPair {
  readonly id: string;
  readonly secret: string;
}

/** 30 letters and digits: 178 bits. */
export function drawAccessKey(random: Random): AccessKeyPair {
  return { id: `LTAI5t${drawText(random, 18, LETTERS)}`, secret: drawText(random, 30, LETTERS) };
}

/** Of a session: nothing of it is stored. */
export function drawSessionKey(random: Random): AccessKeyPair {
  return { id: `STS.${drawText(random, 25, LETTERS)}`, secret: drawText(random, 44, LETTERS) };
}

/**
 * The wrapped bytes of a secret half, for its record.
 *
 * @throws RangeError for an empty secret: clients without one sign with it
 */
export function wrapAccessKeySecret(
  rootKey: RootKey,
  key: AccessKeyPair & { readonly accountId: string },
): Uint8Array {
  if (key.secret === "") throw new RangeError("the secret of an AccessKey must not be empty");
  using secret = SecretBytes.fromText(key.secret);
  return rootKey.wrap(secret, accessKeyContext(key.accountId, key.id));
}
