// What tests of keys share: keys of every kind in a test server, and the caller's side of an import.
import assert from "node:assert/strict";
import { constants, createPublicKey, publicEncrypt } from "node:crypto";
import { encryptionScheme } from "@coffer/crypto";
import type { TestServer } from "../support/server.ts";

export const base64 = (text: string | Uint8Array): string => Buffer.from(text).toString("base64");

type Members = Readonly<Record<string, string>>;

/** Calls and expects success. */
export async function ok(
  server: TestServer,
  action: string,
  members: Members = {},
): Promise<Record<string, unknown>> {
  const { code, body } = await server.call(action, members);
  assert.equal(code, "OK", `${action}: ${JSON.stringify(body)}`);
  return body;
}

export async function codeOf(server: TestServer, action: string, members: Members = {}) {
  return (await server.call(action, members)).code;
}

export interface Metadata {
  readonly KeyId: string;
  readonly KeyState: string;
  readonly KeyUsage: string;
  readonly PrimaryKeyVersion?: string;
  readonly LastRotationDate?: string;
  readonly NextRotationDate?: string;
  readonly AutomaticRotation: string;
  readonly RotationInterval?: string;
  readonly DeleteDate: string;
  readonly MaterialExpireTime: string;
}

export async function createKey(server: TestServer, members: Members = {}): Promise<string> {
  return ((await ok(server, "CreateKey", members)).KeyMetadata as Metadata).KeyId;
}

export async function describeKey(server: TestServer, KeyId: string): Promise<Metadata> {
  return (await ok(server, "DescribeKey", { KeyId })).KeyMetadata as Metadata;
}

export async function versionsOf(server: TestServer, KeyId: string): Promise<string[]> {
  const { KeyVersions } = await ok(server, "ListKeyVersions", { KeyId, PageSize: "100" });
  const { KeyVersion } = KeyVersions as { KeyVersion: { KeyVersionId: string }[] };
  return KeyVersion.map(({ KeyVersionId }) => KeyVersionId);
}

/** A key of two halves with the id of its version. */
export async function createPair(server: TestServer, KeySpec: string, KeyUsage: string) {
  const KeyId = await createKey(server, { KeySpec, KeyUsage });
  const [KeyVersionId = ""] = await versionsOf(server, KeyId);
  return { KeyId, KeyVersionId };
}

export type Wrapping = "RSAES_OAEP_SHA_256" | "RSAES_OAEP_SHA_1" | "RSAES_PKCS1_V1_5" | "SM2PKE";

/** Wraps material as a caller of ImportKeyMaterial does. */
export function wrapMaterial(publicKey: string, wrapping: Wrapping, material: Uint8Array): string {
  const der = Buffer.from(publicKey, "base64");
  const key = createPublicKey({ key: der, format: "der", type: "spki" });
  if (wrapping === "SM2PKE") return base64(encryptionScheme(wrapping).encrypt(key, material));
  const ways = {
    RSAES_OAEP_SHA_256: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha256" },
    RSAES_OAEP_SHA_1: { padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: "sha1" },
    RSAES_PKCS1_V1_5: { padding: constants.RSA_PKCS1_PADDING },
  };
  return base64(publicEncrypt({ key, ...ways[wrapping] }, material));
}

export interface Import {
  readonly KeyId: string;
  readonly material: Uint8Array;
  readonly wrapping?: Wrapping;
  readonly expires?: number;
}

/** The members of an ImportKeyMaterial call, with fresh parameters. */
export async function importMembers(
  server: TestServer,
  { KeyId, material, wrapping = "RSAES_OAEP_SHA_256", expires = 0 }: Import,
): Promise<Members> {
  const WrappingKeySpec = wrapping === "SM2PKE" ? "EC_SM2" : "RSA_2048";
  const members = { KeyId, WrappingAlgorithm: wrapping, WrappingKeySpec };
  const { PublicKey, ImportToken } = await ok(server, "GetParametersForImport", members);
  return {
    KeyId,
    ImportToken: String(ImportToken),
    EncryptedKeyMaterial: wrapMaterial(String(PublicKey), wrapping, material),
    KeyMaterialExpireUnix: String(expires),
  };
}

export async function importMaterial(server: TestServer, given: Import): Promise<string> {
  return codeOf(server, "ImportKeyMaterial", await importMembers(server, given));
}
