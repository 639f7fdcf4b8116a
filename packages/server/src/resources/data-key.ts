// Data keys: drawn, encrypted under a key, and exported under somebody's public key.
import type { KeyObject } from "node:crypto";
import { ApiError, LIMITS } from "@coffer/contract";
import {
  curveOfPublicKey,
  type EncryptionName,
  encryptionScheme,
  modulusBytes,
  readPublicKey,
  SecretBytes,
} from "@coffer/crypto";
import type { ReadContext } from "../context.ts";
import { decodeBase64 } from "../domain/base64.ts";
import { contextBytes, type Encrypted, encryptUnder, findSymmetricKey } from "./use-key.ts";

const SPEC_BYTES = { AES_256: 32, AES_128: 16 } as const;

export interface DataKeyMembers {
  readonly KeyId: string;
  readonly KeySpec?: keyof typeof SPEC_BYTES;
  readonly NumberOfBytes?: number;
  readonly EncryptionContext?: Readonly<Record<string, string>>;
}

export interface NewDataKey extends Encrypted {
  /** Wiped by the caller. */
  readonly plaintext: SecretBytes;
}

/** A data key of `NumberOfBytes`, else of `KeySpec`, else of 32 bytes. */
export async function newDataKey(
  members: DataKeyMembers,
  context: ReadContext,
): Promise<NewDataKey> {
  const key = await findSymmetricKey(members.KeyId, context);
  const bytes = contextBytes({ name: "EncryptionContext", pairs: members.EncryptionContext });
  const length = members.NumberOfBytes || SPEC_BYTES[members.KeySpec ?? "AES_256"];
  const plaintext = SecretBytes.random(length);
  try {
    const encrypted = await encryptUnder(key, plaintext.reveal(), { context, bytes });
    return { ...encrypted, plaintext };
  } catch (error) {
    plaintext.wipe();
    throw error;
  }
}

export interface ExportMembers {
  readonly PublicKeyBlob: string;
  readonly WrappingKeySpec: "RSA_2048" | "EC_SM2";
  readonly WrappingAlgorithm: EncryptionName;
}

function wrong(name: string, expected: string): ApiError {
  const message = `The specified parameter \`${name}\` is not valid: expected ${expected}.`;
  return new ApiError("InvalidParameter", message);
}

/** With the exponent 1 the ciphertext would be the padded plaintext, and an even one cannot be decrypted. */
function isRsa2048({ asymmetricKeyType: type, asymmetricKeyDetails: details }: KeyObject): boolean {
  const { modulusLength, publicExponent = 0n } = details ?? {};
  return (
    type === "rsa" && modulusLength === 2048 && publicExponent > 1n && publicExponent % 2n === 1n
  );
}

/** The length of what begins here, head and all; NaN for a head that DER does not have. */
function derBytes(der: Uint8Array): number {
  const first = der[1] ?? Number.NaN;
  if (first < 0x80) return 2 + first;
  const digits = der.subarray(2, 2 + first - 0x80);
  return 2 + digits.length + digits.reduce((sum, digit) => sum * 256 + digit, 0);
}

/** The public key that a data key is exported under. @throws ApiError `InvalidParameter` */
export function readWrappingKey(members: ExportMembers): KeyObject {
  const { WrappingKeySpec: spec, WrappingAlgorithm: algorithm } = members;
  if ((spec === "EC_SM2") !== (algorithm === "SM2PKE")) {
    throw wrong("WrappingAlgorithm", `one that fits \`${spec}\``);
  }
  const der = decodeBase64("PublicKeyBlob", members.PublicKeyBlob, {
    most: LIMITS.ciphertextCharacters,
  });
  try {
    if (derBytes(der) !== der.length) throw new RangeError("something stands behind the key");
    const key = readPublicKey(der);
    const fits = spec === "EC_SM2" ? curveOfPublicKey(der) === "SM2" : isRsa2048(key);
    if (fits) return key;
  } catch {
    // Not a public key at all: the same answer.
  }
  throw wrong("PublicKeyBlob", `a public key of ${spec} (DER), Base64`);
}

/** The data key under the public key, Base64. @throws ApiError `InvalidParameter` when it is too long */
export async function exportDataKey(
  plaintext: SecretBytes,
  { key, algorithm }: { readonly key: KeyObject; readonly algorithm: EncryptionName },
  { pairs }: ReadContext,
): Promise<string> {
  const most = encryptionScheme(algorithm).most(modulusBytes(key));
  if (plaintext.length > most) {
    throw wrong("WrappingAlgorithm", `one that takes ${plaintext.length} bytes; it takes ${most}`);
  }
  const exported = await pairs.encrypt({ algorithm, key, input: plaintext.reveal() });
  return Buffer.from(exported).toString("base64");
}
