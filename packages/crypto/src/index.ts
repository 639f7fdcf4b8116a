export { type KeySpec, keySpec } from "./algorithms.ts";
export { canonicalContext } from "./context.ts";
export { CustomerKey, type KeyPlace, readCiphertextPlace } from "./customer-key.ts";
export { DecryptionError, RootKeyError, type RootKeyErrorCode } from "./errors.ts";
export {
  newPassphraseParameters,
  type PassphraseParameters,
  rootKeyFromPassphrase,
} from "./passphrase.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export { type RootKey, rootKeyFromBytes } from "./root-key.ts";
export { createRootKeyFile, readRootKeyFile } from "./root-key-file.ts";
export { SecretBytes } from "./secret-bytes.ts";
export { openValue, type SealedValue, sealValue, type ValuePlace } from "./secret-value.ts";
