// Key material, unwrapped on demand, kept ready, wiped at the end. What must hold is in INVARIANTS.md.
import { CustomerKey, type Random, type RootKey, SecretBytes } from "@coffer/crypto";
import type { KeyVersionRecord, ReadStore } from "@coffer/store";

/** Key versions kept unwrapped; the least recently used one goes first. */
const MOST_KEPT = 10_000;
const MATERIAL_BYTES = 32;

export interface Keyring {
  /**
   * A key version, ready to encrypt and decrypt. Never wiped by the caller.
   *
   * @throws Error when the version does not exist: rows that name it are checked before
   * @throws DecryptionError when it was wrapped under another root key or moved
   */
  customerKey(store: ReadStore, keyId: string, versionId: string): Promise<CustomerKey>;
  /** New material for a version, wrapped, to be stored. */
  newVersion(place: {
    readonly keyId: string;
    readonly versionId: string;
    readonly now: number;
  }): KeyVersionRecord;
  /** Wipes everything. */
  close(): void;
}

export function createKeyring(parts: {
  readonly rootKey: RootKey;
  readonly accountId: string;
  readonly region: string;
  readonly random: Random;
}): Keyring {
  const { rootKey, accountId, region, random } = parts;
  const kept = new Map<string, CustomerKey>();
  const place = (keyId: string, versionId: string): readonly string[] => [
    "customer-key",
    accountId,
    region,
    keyId,
    versionId,
  ];
  const keep = (name: string, key: CustomerKey): void => {
    kept.set(name, key);
    if (kept.size <= MOST_KEPT) return;
    // Not wiped here: a request may be using it this moment. Its memory goes with the last use.
    for (const oldest of kept.keys()) {
      kept.delete(oldest);
      return;
    }
  };
  return {
    async customerKey(store, keyId, versionId) {
      const name = `${keyId} ${versionId}`;
      const ready = kept.get(name);
      if (ready !== undefined) {
        kept.delete(name);
        kept.set(name, ready);
        return ready;
      }
      const record = await store.keyVersion(keyId, versionId);
      if (record === undefined) throw new Error(`key version ${name} is not there`);
      using material = rootKey.unwrap(record.wrappedMaterial, place(keyId, versionId));
      const key = new CustomerKey({ keyId, versionId }, material);
      keep(name, key);
      return key;
    },
    newVersion({ keyId, versionId, now }) {
      using material = SecretBytes.random(MATERIAL_BYTES, random);
      const wrappedMaterial = rootKey.wrap(material, place(keyId, versionId));
      return { keyId, versionId, createdAt: now, wrappedMaterial };
    },
    close() {
      for (const key of kept.values()) key.wipe();
      kept.clear();
    },
  };
}
