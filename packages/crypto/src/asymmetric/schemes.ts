// What can be done with a pair of keys: one row for each algorithm on the wire, and how pairs are made.
import {
  generateKeyPair,
  type KeyObject,
  sign as signMessage,
  verify as verifyMessage,
} from "node:crypto";
import { type Curve, type CurveName, curveOf } from "./curves.ts";
import { signEcdsa, verifyEcdsa } from "./ecdsa.ts";
import {
  decryptOaep,
  encodePkcs1,
  encodePss,
  encryptOaep,
  signEncoded,
  verifyPkcs1,
  verifyPss,
} from "./rsa.ts";
import { decryptSm2, encryptSm2, signSm2, verifySm2 } from "./sm2.ts";

export interface Pair {
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

/** How pairs of one kind are made; it takes a while, on a thread of its own. */
export interface PairKind {
  generate(): Promise<Pair>;
}

type Finish = (error: Error | null, publicKey: KeyObject, privateKey: KeyObject) => void;

function generated(start: (finish: Finish) => void): Promise<Pair> {
  return new Promise((resolve, reject) => {
    start((error, publicKey, privateKey) => {
      if (error === null) resolve({ publicKey, privateKey });
      else reject(error);
    });
  });
}

/** Public exponent 65537. */
export function rsaPair(modulusLength: number): PairKind {
  return {
    generate: () => generated((finish) => generateKeyPair("rsa", { modulusLength }, finish)),
  };
}

export function ecPair(namedCurve: CurveName): PairKind {
  return {
    generate: () => generated((finish) => generateKeyPair("ec", { namedCurve }, finish)),
  };
}

/** FIPS 204. */
export const mlDsaPair: PairKind = {
  generate: () => generated((finish) => generateKeyPair("ml-dsa-65", finish)),
};

export interface EncryptionScheme {
  /** Bytes of plaintext at most, for a modulus of so many bytes. */
  readonly most: (modulusBytes: number) => number;
  /** @throws RangeError for a plaintext too long for an RSA key, and for an empty one under SM2 */
  encrypt(key: KeyObject, plaintext: Uint8Array): Buffer;
  /** @throws DecryptionError, one for all causes */
  decrypt(key: KeyObject, ciphertext: Uint8Array): Buffer;
}

export interface SigningScheme {
  /** How many bytes are signed: a digest's length, or the message's limits where the message itself is signed. */
  readonly input: { readonly least: number; readonly most: number };
  /** @throws RangeError for a digest of another length, as `verify` does */
  sign(key: KeyObject, input: Uint8Array): Buffer;
  /** Of RSA: what `sign` takes to the power of the private exponent. Throws as `sign`. */
  readonly encode?: (key: KeyObject, input: Uint8Array) => Buffer;
  /** False for whatever is no signature of this input by this key, also for bytes that are none at all. */
  verify(key: KeyObject, input: Uint8Array, signature: Uint8Array): boolean;
}

/** So that a ciphertext has at most 6,144 bytes. */
const SM2_MOST = 6_047;

const ENCRYPTION = {
  RSAES_OAEP_SHA_256: {
    most: (modulus) => modulus - 66,
    encrypt: (key, plaintext) => encryptOaep(key, plaintext, "sha256"),
    decrypt: (key, ciphertext) => decryptOaep(key, ciphertext, "sha256"),
  },
  RSAES_OAEP_SHA_1: {
    most: (modulus) => modulus - 42,
    encrypt: (key, plaintext) => encryptOaep(key, plaintext, "sha1"),
    decrypt: (key, ciphertext) => decryptOaep(key, ciphertext, "sha1"),
  },
  SM2PKE: {
    most: () => SM2_MOST,
    encrypt: (key, plaintext) => encryptSm2(key, plaintext),
    decrypt: decryptSm2,
  },
} as const satisfies Record<string, EncryptionScheme>;

const DIGEST_BYTES = 32;

function checkDigest(digest: Uint8Array): void {
  if (digest.length !== DIGEST_BYTES) throw new RangeError(`a digest of ${DIGEST_BYTES} bytes`);
}

/** A row over a digest. One of another length would be signed as something that nobody else verifies. */
function overDigest({ sign, verify }: Omit<SigningScheme, "input">): SigningScheme {
  return {
    input: { least: DIGEST_BYTES, most: DIGEST_BYTES },
    sign: (key, digest) => {
      checkDigest(digest);
      return sign(key, digest);
    },
    verify: (key, digest, signature) => {
      checkDigest(digest);
      return verify(key, digest, signature);
    },
  };
}

function rsa({
  encode,
  verify,
}: Required<Pick<SigningScheme, "encode" | "verify">>): Required<SigningScheme> {
  const encoded = (key: KeyObject, digest: Uint8Array): Buffer => {
    checkDigest(digest);
    return encode(key, digest);
  };
  const sign = (key: KeyObject, digest: Uint8Array): Buffer =>
    signEncoded(key, encoded(key, digest));
  return { ...overDigest({ sign, verify }), encode: encoded };
}

function ecdsaCurve(key: KeyObject): Curve {
  const name = key.asymmetricKeyDetails?.namedCurve;
  if (name !== "prime256v1" && name !== "secp256k1") throw new RangeError("not a key for ECDSA");
  return curveOf(name);
}

const SIGNING = {
  RSA_PSS_SHA_256: rsa({ encode: encodePss, verify: verifyPss }),
  RSA_PKCS1_SHA_256: rsa({ encode: encodePkcs1, verify: verifyPkcs1 }),
  ECDSA_SHA_256: overDigest({
    sign: (key, digest) => signEcdsa(key, digest, ecdsaCurve(key)),
    verify: (key, digest, signature) => verifyEcdsa(key, { digest, signature }, ecdsaCurve(key)),
  }),
  SM2DSA: overDigest({ sign: (key, digest) => signSm2(key, digest), verify: verifySm2 }),
  /** Pure ML-DSA with an empty context: the input is the message. */
  ML_DSA_65: {
    input: { least: 1, most: 4_096 },
    sign: (key, message) => signMessage(null, message, key),
    verify: (key, message, signature) => verifyMessage(null, message, key, signature),
  },
} as const satisfies Record<string, SigningScheme>;

export type EncryptionName = keyof typeof ENCRYPTION;
export type SigningName = keyof typeof SIGNING;

export function encryptionScheme(name: EncryptionName): EncryptionScheme {
  return ENCRYPTION[name];
}

export function signingScheme(name: SigningName): SigningScheme {
  return SIGNING[name];
}
