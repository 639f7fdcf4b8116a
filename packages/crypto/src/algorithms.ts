// The key specs, one row each. Code takes a resolved row and never switches on the name of a spec.
import { AES_128_GCM, AES_192_GCM, AES_256_GCM, type GcmSuite, SM4_GCM } from "./aead.ts";
import {
  type EncryptionName,
  ecPair,
  mlDsaPair,
  type PairKind,
  rsaPair,
  type SigningName,
} from "./asymmetric/schemes.ts";

export type KeyUsage = "ENCRYPT/DECRYPT" | "SIGN/VERIFY" | "GENERATE/VERIFY_MAC";

interface Row {
  /** Upstream's name, as `KeySpec` has it. */
  readonly spec: string;
  /** The first is the default of CreateKey. */
  readonly usages: readonly KeyUsage[];
}

export interface SymmetricAlgorithm extends Row {
  readonly kind: "symmetric";
  /** Length of the key material in bytes. */
  readonly keyBytes: number;
  readonly suite: GcmSuite;
}

/** HMAC (RFC 2104); `name` is the algorithm on the wire. */
export interface MacAlgorithm extends Row {
  readonly kind: "mac";
  /** Length of the key material in bytes: that of the hash, as RFC 2104 recommends. */
  readonly keyBytes: number;
  readonly name: string;
  /** OpenSSL's name of the hash. */
  readonly hash: string;
}

/** A private and a public key. */
export interface PairAlgorithm extends Row {
  readonly kind: "pair";
  readonly pair: PairKind;
  /** Algorithms on the wire that keys of usage ENCRYPT/DECRYPT take. */
  readonly encryption: readonly EncryptionName[];
  /** Algorithms on the wire that keys of usage SIGN/VERIFY take. */
  readonly signing: readonly SigningName[];
}

export type KeyAlgorithm = SymmetricAlgorithm | MacAlgorithm | PairAlgorithm;

function symmetric(spec: string, suite: GcmSuite): SymmetricAlgorithm {
  const { keyBytes } = suite;
  return { kind: "symmetric", spec, usages: ["ENCRYPT/DECRYPT"], keyBytes, suite };
}

function mac(name: string, hash: string, keyBytes: number): MacAlgorithm {
  return { kind: "mac", spec: name, usages: ["GENERATE/VERIFY_MAC"], name, hash, keyBytes };
}

function rsa(spec: string, bits: number): PairAlgorithm {
  return {
    kind: "pair",
    spec,
    usages: ["SIGN/VERIFY", "ENCRYPT/DECRYPT"],
    pair: rsaPair(bits),
    encryption: ["RSAES_OAEP_SHA_256", "RSAES_OAEP_SHA_1"],
    signing: ["RSA_PSS_SHA_256", "RSA_PKCS1_SHA_256"],
  };
}

function signingOnly(spec: string, pair: PairKind, name: SigningName): PairAlgorithm {
  return { kind: "pair", spec, usages: ["SIGN/VERIFY"], pair, encryption: [], signing: [name] };
}

export const AES_256 = symmetric("Aliyun_AES_256", AES_256_GCM);

const ROWS: readonly KeyAlgorithm[] = [
  AES_256,
  symmetric("Aliyun_AES_192", AES_192_GCM),
  symmetric("Aliyun_AES_128", AES_128_GCM),
  symmetric("Aliyun_SM4", SM4_GCM),
  rsa("RSA_2048", 2048),
  rsa("RSA_3072", 3072),
  rsa("RSA_4096", 4096),
  signingOnly("EC_P256", ecPair("prime256v1"), "ECDSA_SHA_256"),
  signingOnly("EC_P256K", ecPair("secp256k1"), "ECDSA_SHA_256"),
  {
    kind: "pair",
    spec: "EC_SM2",
    usages: ["SIGN/VERIFY", "ENCRYPT/DECRYPT"],
    pair: ecPair("SM2"),
    encryption: ["SM2PKE"],
    signing: ["SM2DSA"],
  },
  signingOnly("ML_DSA_65", mlDsaPair, "ML_DSA_65"),
  mac("HMAC_SHA_224", "sha224", 28),
  mac("HMAC_SHA_256", "sha256", 32),
  mac("HMAC_SHA_384", "sha384", 48),
  mac("HMAC_SHA_512", "sha512", 64),
  mac("HMAC_SM3", "sm3", 32),
];

// A Map, not an object: `constructor` and `__proto__` are not key specs.
const rows: ReadonlyMap<string, KeyAlgorithm> = new Map(ROWS.map((row) => [row.spec, row]));

/** The row of a key spec, or undefined when there is none. */
export function findAlgorithm(spec: string): KeyAlgorithm | undefined {
  return rows.get(spec);
}
