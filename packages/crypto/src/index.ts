// @coffer/crypto: keys and ciphertexts. The public names; docs/formats/ciphertext.md describes every byte.
export {
  findAlgorithm,
  type KeyAlgorithm,
  type KeyUsage,
  type MacAlgorithm,
  type PairAlgorithm,
  type SymmetricAlgorithm,
} from "./algorithms.ts";
export { type CurveName, curveOfPublicKey } from "./asymmetric/curves.ts";
export { decryptPkcs1, modulusBytes } from "./asymmetric/rsa.ts";
export {
  type EncryptionName,
  encryptionScheme,
  type SigningName,
  signingScheme,
} from "./asymmetric/schemes.ts";
export { canonicalContext, type PlaintextKind, serviceContext } from "./canonical-context.ts";
export { type CiphertextPlace, readCiphertextPlace } from "./ciphertext-header.ts";
export { CustomerKey } from "./customer-key.ts";
export { DecryptionError } from "./decryption-error.ts";
export {
  generatePair,
  type NewPair,
  publicKeyPem,
  readPrivateKey,
  readPublicKey,
} from "./key-pair.ts";
export { MacKey } from "./mac-key.ts";
export { type Random, seededRandom, systemRandom } from "./random.ts";
export { type RootKey, rootKeyFromBytes, wrappingFingerprint } from "./root-key.ts";
export { RootKeyError, type RootKeyErrorCode } from "./root-key-error.ts";
export { createRootKeyFile, readRootKeyFile } from "./root-key-file.ts";
export {
  newPassphraseParameters,
  type PassphraseParameters,
  rootKeyFromPassphrase,
} from "./root-key-passphrase.ts";
export { keepRootKeyFile, replaceRootKeyFile } from "./root-key-succession.ts";
export { SecretBytes } from "./secret-bytes.ts";
export { openValue, type SealedValue, sealValue, type ValuePlace } from "./secret-value.ts";
export { oneTimeCode, timeStep } from "./sign-in/one-time-code.ts";
export { hashPassword, isPasswordOf } from "./sign-in/password-hash.ts";
export { createPairWorkers, type PairWorkers, pairsHere } from "./workers/workers.ts";
