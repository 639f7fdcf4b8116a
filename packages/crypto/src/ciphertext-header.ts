// The header of a ciphertext under a customer master key: it names the key and key version that open it.
// docs/formats/ciphertext.md, section "Ciphertext under a key", describes each byte.
import { TAG_BYTES } from "./aead.ts";
import { DecryptionError } from "./decryption-error.ts";
import { XAES_NONCE_BYTES } from "./xaes.ts";

const VERSION = 1;
const ID = /^[\x21-\x7e]{1,255}$/;

/** Which version of which key made a ciphertext; printable ASCII, 1 to 255 characters each. */
export interface CiphertextPlace {
  readonly keyId: string;
  readonly versionId: string;
}

/** @throws RangeError when an id cannot stand in a header */
export function ciphertextHeader({ keyId, versionId }: CiphertextPlace): Buffer {
  for (const id of [keyId, versionId]) {
    if (!ID.test(id)) throw new RangeError("an id must be 1 to 255 printable ASCII characters");
  }
  return Buffer.concat([
    Buffer.of(VERSION, keyId.length),
    Buffer.from(keyId, "latin1"),
    Buffer.of(versionId.length),
    Buffer.from(versionId, "latin1"),
  ]);
}

/**
 * Reads the header alone, so that the key can be found; nothing in it is authentic before decryption.
 * @throws DecryptionError when malformed or too short for nonce and tag
 */
export function readCiphertextPlace(ciphertext: Uint8Array): CiphertextPlace {
  if (ciphertext[0] !== VERSION) throw new DecryptionError();
  const keyId = readId(ciphertext, 1);
  const versionId = readId(ciphertext, 2 + keyId.length);
  const length = 3 + keyId.length + versionId.length;
  if (ciphertext.length < length + XAES_NONCE_BYTES + TAG_BYTES) throw new DecryptionError();
  return { keyId, versionId };
}

/** The id whose length stands at `at`. One that the end cuts short leaves no room for the nonce. */
function readId(bytes: Uint8Array, at: number): string {
  const end = at + 1 + (bytes[at] ?? 0);
  const id = Buffer.from(bytes.subarray(at + 1, end)).toString("latin1");
  if (!ID.test(id)) throw new DecryptionError();
  return id;
}
