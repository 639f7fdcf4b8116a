// Records that the tests of this package start from.
import type { KeyRecord, NewSecret, SecretVersionRecord, Store } from "../src/index.ts";

export function newSecret(name: string, more: Partial<NewSecret> = {}): NewSecret {
  return {
    name,
    type: "Generic",
    description: "",
    keyId: "key-1",
    keyNamed: false,
    creator: "1234567890123456",
    createdAt: 1_000,
    updatedAt: 1_000,
    stages: { ACSCurrent: "v1" },
    ...more,
  };
}

export function newVersion(
  secretId: number,
  versionId: string,
  more: Partial<SecretVersionRecord> = {},
): SecretVersionRecord {
  return {
    secretId,
    versionId,
    createdAt: 1_000,
    dataType: "text",
    dataKey: Uint8Array.of(1, 2, 3),
    value: Uint8Array.of(0, 255, 10, 13),
    ...more,
  };
}

export function newKey(keyId: string, more: Partial<KeyRecord> = {}): KeyRecord {
  return {
    keyId,
    state: "Enabled",
    spec: "Aliyun_AES_256",
    usage: "ENCRYPT/DECRYPT",
    origin: "Aliyun_KMS",
    protectionLevel: "SOFTWARE",
    description: "",
    creator: "1234567890123456",
    createdAt: 1_000,
    deletionProtection: false,
    deletionProtectionDescription: "",
    ...more,
  };
}

/** Adds secrets by name, one transaction for all; returns their ids. */
export function addSecrets(store: Store, names: readonly string[]): Promise<number[]> {
  return store.transaction(async (transaction) => {
    const ids: number[] = [];
    for (const name of names) ids.push(await transaction.insertSecret(newSecret(name)));
    return ids;
  });
}
