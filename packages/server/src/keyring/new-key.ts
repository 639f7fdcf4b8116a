// Makes a symmetric key with its first version.
import type { Random } from "@coffer/crypto";
import type { KeyRecord, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
const ID_CHARACTERS = 20;

/** `key-` and 20 lower-case letters and digits, as upstream's ids look. */
function newKeyId(random: Random): string {
  const drawn = Array.from(
    { length: ID_CHARACTERS },
    () => LETTERS[random.integer(LETTERS.length)],
  );
  return `key-${drawn.join("")}`;
}

export interface NewKey {
  readonly keyring: Keyring;
  readonly random: Random;
  readonly now: number;
  /** The account, or `service`. */
  readonly creator: string;
  readonly description: string;
}

/** Stores the key and its first version; returns the key's row. */
export async function storeNewKey(store: WriteStore, given: NewKey): Promise<KeyRecord> {
  const { keyring, random, now, creator, description } = given;
  const keyId = newKeyId(random);
  const versionId = random.uuid();
  const record: KeyRecord = {
    keyId,
    state: "Enabled",
    spec: "Aliyun_AES_256",
    usage: "ENCRYPT/DECRYPT",
    origin: "Aliyun_KMS",
    protectionLevel: "SOFTWARE",
    description,
    creator,
    createdAt: now,
    primaryVersionId: versionId,
    lastRotatedAt: now,
    deletionProtection: false,
    deletionProtectionDescription: "",
  };
  await store.insertKey(record);
  await store.insertKeyVersion(keyring.newVersion({ keyId, versionId, now }));
  return record;
}
