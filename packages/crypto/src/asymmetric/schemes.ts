// What can be done with a pair of keys: one row for each algorithm on the wire, and how pairs are made.
import {
  generateKeyPair,
  type KeyObject,
  sign as signMessage,
  verify as verifyMessage,
} from "node:crypto";
import { type CurveName, curveOf } from "./curves.ts";
import { signEcdsa, verifyEcdsa } from "./ecdsa.ts";
import { decryptOaep, encryptOaep, signPkcs1, signPss, verifyPkcs1, verifyPss } from "./rsa.ts";
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
  encrypt(key: KeyObject, plaintext: Uint8Array): Buffer;
  /** @throws DecryptionError, one for all causes */
  decrypt(key: KeyObject, ciphertext: Uint8Array): Buffer;
}

export interface SigningScheme {
  /** How many bytes are signed: a digest's length, or the message's limits where the message itself is signed. */
  readonly input: { readonly least: number; readonly most: number };
  sign(key: KeyObject, input: Uint8Array): Buffer;
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

const DIGEST = { least: 32, most: 32 } as const;

function ecdsa(key: KeyObject): ReturnType<typeof curveOf> {
  const name = key.asymmetricKeyDetails?.namedCurve;
  return curveOf(name === "secp256k1" ? name : "prime256v1");
}

const SIGNING = {
  RSA_PSS_SHA_256: { input: DIGEST, sign: signPss, verify: verifyPss },
  RSA_PKCS1_SHA_256: { input: DIGEST, sign: signPkcs1, verify: verifyPkcs1 },
  ECDSA_SHA_256: {
    input: DIGEST,
    sign: (key, digest) => signEcdsa(key, digest, ecdsa(key)),
    verify: (key, digest, signature) => verifyEcdsa(key, { digest, signature }, ecdsa(key)),
  },
  SM2DSA: { input: DIGEST, sign: (key, digest) => signSm2(key, digest), verify: verifySm2 },
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
