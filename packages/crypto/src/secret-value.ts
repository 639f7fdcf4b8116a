// The value of a secret version: sealed under a data key of its own, which is encrypted under the secret's key.
// docs/formats/ciphertext.md, sections "Data key of a secret value" and "Secret value", describes each byte.
import { gcmOpen, gcmSeal, KEY_BYTES, NONCE_BYTES } from "./aead.ts";
import type { CustomerKey } from "./customer-key.ts";
import { DecryptionError } from "./decryption-error.ts";
import { lengthPrefixed } from "./length-prefixed.ts";
import { systemRandom } from "./random.ts";
import { SecretBytes } from "./secret-bytes.ts";

const VERSION = 1;
const PREFIX_BYTES = 1 + NONCE_BYTES;
const DATA_KEY_LABEL = lengthPrefixed(["coffer/secret-data-key/v1"]);
const VALUE_LABEL = Buffer.concat([Buffer.of(VERSION), lengthPrefixed(["coffer/secret-value/v1"])]);

/** Where a value belongs: it opens nowhere else. */
export interface ValuePlace {
  readonly accountId: string;
  readonly region: string;
  readonly secretName: string;
  readonly versionId: string;
  readonly dataType: "text" | "binary";
}

export interface SealedValue {
  /** The data key as ciphertext under the secret's key. */
  readonly dataKey: Uint8Array;
  /** The value under the data key. */
  readonly value: Uint8Array;
}

/** The authenticated data of data key and value: the same place, under different labels. */
function authenticated(place: ValuePlace): { dataKey: Buffer; value: Buffer } {
  const { accountId, region, secretName, versionId, dataType } = place;
  const bytes = lengthPrefixed([accountId, region, secretName, versionId, dataType]);
  return {
    dataKey: Buffer.concat([DATA_KEY_LABEL, bytes]),
    value: Buffer.concat([VALUE_LABEL, bytes]),
  };
}

/** Seals under a fresh data key, which is wiped before this returns. */
export function sealValue(key: CustomerKey, value: Uint8Array, place: ValuePlace): SealedValue {
  const aad = authenticated(place);
  using dataKey = SecretBytes.random(KEY_BYTES);
  const prefix = Buffer.concat([Buffer.of(VERSION), systemRandom.bytes(NONCE_BYTES)]);
  const under = { key: dataKey.reveal(), nonce: prefix.subarray(1), aad: aad.value };
  return {
    dataKey: key.encrypt(dataKey.reveal(), aad.dataKey),
    value: gcmSeal(under, value, prefix),
  };
}

/** @throws DecryptionError for whatever `sealValue` did not make with this key for this place */
export function openValue(key: CustomerKey, sealed: SealedValue, place: ValuePlace): SecretBytes {
  const aad = authenticated(place);
  const { value } = sealed;
  const dataKey = key.decrypt(sealed.dataKey, aad.dataKey);
  // Every GetSecretValue comes through here, and `using` would cost it about 4 %.
  try {
    if (dataKey.length !== KEY_BYTES || value[0] !== VERSION || value.length < PREFIX_BYTES) {
      throw new DecryptionError();
    }
    const nonce = value.subarray(1, PREFIX_BYTES);
    const under = { key: dataKey.reveal(), nonce, aad: aad.value };
    return SecretBytes.own(gcmOpen(under, value, PREFIX_BYTES));
  } finally {
    dataKey.wipe();
  }
}
