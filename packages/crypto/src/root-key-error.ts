// A root key that cannot be had, in a sentence for the person who starts the server, with the way out.

export type RootKeyErrorCode =
  /** No file is there. */
  | "Missing"
  /** A file is there already and is not replaced. */
  | "Exists"
  /** Others may read it. */
  | "Exposed"
  /** It is not what the format says. */
  | "Malformed"
  /** It cannot be read or written. */
  | "Unusable"
  /** The passphrase is too short. */
  | "Weak"
  /** It is another root key than the data's: for callers that compare fingerprints. */
  | "Mismatch";

export class RootKeyError extends Error {
  readonly code: RootKeyErrorCode;

  constructor(code: RootKeyErrorCode, message: string) {
    super(message);
    this.name = "RootKeyError";
    this.code = code;
  }
}
