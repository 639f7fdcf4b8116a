// The one failure of every decryption. Why it failed (malformed, altered, another key, another context) is
// told to nobody: an attacker who may ask again learns nothing from the difference.

const MESSAGE = "the ciphertext cannot be decrypted";

/** Always the same class and the same message, never a cause. */
export class DecryptionError extends Error {
  static readonly code = "DecryptionFailed";
  readonly code = DecryptionError.code;

  constructor() {
    super(MESSAGE);
    this.name = "DecryptionError";
  }
}
