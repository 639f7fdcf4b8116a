// The envelope of one version of a secret: a fresh data key under the secret's key, the value under the data
// key. The format is described byte by byte in docs/formats/ciphertext.md, section "Secret value".
import { GCM_NONCE_BYTES, gcmOpen, gcmSeal, KEY_BYTES, TAG_BYTES } from "./aead.ts";
import { lengthPrefixed } from "./context.ts";
import type { CustomerKey } from "./customer-key.ts";
import { DecryptionError } from "./errors.ts";
import { type Random, systemRandom } from "./random.ts";
import { SecretBytes } from "./secret-bytes.ts";

const FORMAT = 1;

/** Where a value belongs. All of it is authenticated: a value moved elsewhere cannot be opened. */
export interface ValuePlace {
  readonly accountId: string;
  readonly region: string;
  readonly secretName: string;
  readonly versionId: string;
  readonly dataType: "text" | "binary";
}

export interface SealedValue {
  /** The data key, as a ciphertext of the secret's key. */
  readonly dataKey: Buffer;
  readonly value: Buffer;
}

function contextOf(label: string, place: ValuePlace): Buffer {
  const { accountId, region, secretName, versionId, dataType } = place;
  return lengthPrefixed([label, accountId, region, secretName, versionId, dataType]);
}

/** Encrypts `value` under a data key made for it alone. */
export function sealValue(
  key: CustomerKey,
  value: Uint8Array,
  { random = systemRandom, ...place }: ValuePlace & { readonly random?: Random },
): SealedValue {
  const dataKey = random.bytes(KEY_BYTES);
  try {
    const nonce = random.bytes(GCM_NONCE_BYTES);
    const aad = contextOf("coffer secret value", place);
    const sealed = gcmSeal(dataKey, nonce, { plaintext: value, aad });
    return {
      dataKey: key.encrypt(dataKey, contextOf("coffer secret data key", place)),
      value: Buffer.concat([Buffer.of(FORMAT), nonce, sealed]),
    };
  } finally {
    dataKey.fill(0);
  }
}

/** @throws DecryptionError */
export function openValue(
  key: CustomerKey,
  sealed: { readonly dataKey: Uint8Array; readonly value: Uint8Array },
  place: ValuePlace,
): SecretBytes {
  using dataKey = key.decrypt(sealed.dataKey, contextOf("coffer secret data key", place));
  const { value } = sealed;
  const start = 1 + GCM_NONCE_BYTES;
  const damaged = value[0] !== FORMAT || value.length < start + TAG_BYTES;
  if (damaged || dataKey.length !== KEY_BYTES) throw new DecryptionError();
  const aad = contextOf("coffer secret value", place);
  const nonce = value.subarray(1, start);
  return SecretBytes.own(gcmOpen(dataKey.reveal(), nonce, { sealed: value.subarray(start), aad }));
}
