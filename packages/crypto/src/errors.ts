// The failures of this package.

/**
 * The one failure of every decryption: wrong key, wrong context, damaged or truncated bytes, another
 * format. Telling them apart would help only an attacker (RFC 7516 section 11.5 says why).
 */
export class DecryptionError extends Error {
  constructor() {
    super("the ciphertext cannot be decrypted");
    this.name = "DecryptionError";
  }
}

export type RootKeyErrorCode = "Missing" | "Exposed" | "Malformed" | "Exists" | "Weak";

/** A root key that cannot be had; the message names the file and the way out. */
export class RootKeyError extends Error {
  readonly code: RootKeyErrorCode;

  constructor(code: RootKeyErrorCode, message: string) {
    super(message);
    this.name = "RootKeyError";
    this.code = code;
  }
}
