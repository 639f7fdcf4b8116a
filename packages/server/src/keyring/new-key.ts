// Makes a key, with its first version unless its material is yet to be imported.
import type { Random } from "@coffer/crypto";
import type { KeyRecord, KeyVersionRecord, WriteStore } from "@coffer/store";
import type { Keyring } from "./keyring.ts";
import { insertVersion } from "./store-version.ts";

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

export interface DrawnKey {
  readonly keyId: string;
  /** Absent for material that is yet to be imported. */
  readonly version?: KeyVersionRecord;
}

/** Draws id and material. Pairs take a while: outside of any transaction. */
export async function drawKey(given: {
  readonly keyring: Keyring;
  readonly random: Random;
  readonly now: number;
  readonly spec: string;
  readonly imported: boolean;
}): Promise<DrawnKey> {
  const { keyring, random, now, spec, imported } = given;
  const keyId = newKeyId(random);
  if (imported) return { keyId };
  const place = { keyId, versionId: random.uuid(), spec, now };
  return { keyId, version: await keyring.newVersion(place) };
}

/** What the creator chooses. */
export interface KeyPlan {
  readonly spec: string;
  readonly usage: string;
  readonly origin: string;
  readonly protectionLevel: string;
  readonly description: string;
  /** The account, or `service`. */
  readonly creator: string;
  readonly rotationIntervalSeconds?: number;
}

/** The row of a new key. A pair has no primary version: its callers name the version they mean. */
export function newKeyRecord(plan: KeyPlan, { keyId, version }: DrawnKey, now: number): KeyRecord {
  const { rotationIntervalSeconds, ...chosen } = plan;
  const isPair = version?.publicKey !== undefined;
  return {
    ...chosen,
    keyId,
    state: version === undefined ? "PendingImport" : "Enabled",
    createdAt: now,
    ...(version === undefined || isPair ? {} : { primaryVersionId: version.versionId }),
    ...(version === undefined ? {} : { lastRotatedAt: now }),
    ...(rotationIntervalSeconds === undefined ? {} : { rotationIntervalSeconds }),
    deletionProtection: false,
    deletionProtectionDescription: "",
  };
}

export async function storeNewKey(
  { store, keyring }: { readonly store: WriteStore; readonly keyring: Keyring },
  key: KeyRecord,
  { version }: DrawnKey,
): Promise<void> {
  await store.insertKey(key);
  if (version !== undefined) await insertVersion(store, keyring, version);
}
