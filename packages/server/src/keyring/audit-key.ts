// The key that signs checkpoints of the audit log: drawn once, kept wrapped under the root key. From it are derived the
// key that seals what the signatures do not cover, and the key of the fingerprints of nonces.
import { hkdfSync } from "node:crypto";
import type { Random } from "@coffer/crypto";
import { SecretBytes } from "@coffer/crypto";
import type { ReadStore, Store, WriteStore } from "@coffer/store";
import { NoteSigner } from "@coffer/tlog";
import { AuditSeal } from "./audit-seal.ts";
import { once } from "./once.ts";
import type { RootKeys } from "./root-keys.ts";

export const AUDIT_KEY_SETTING = "audit-key";

const SEED_BYTES = 32;
const NONCE_KEY_BYTES = 16;

export interface AuditKeyPlace {
  readonly accountId: string;
  readonly region: string;
}

export const auditKeyContext = ({ accountId, region }: AuditKeyPlace): readonly string[] => [
  ...["audit-key", accountId, region],
];

/** The log's name, in checkpoints and in the verifier's key. */
export const auditOrigin = ({ accountId, region }: AuditKeyPlace): string =>
  `coffer/${accountId}/${region}`;

export function wrappedAuditKey(text: string): Uint8Array {
  return new Uint8Array(Buffer.from(text, "base64"));
}

/** Draws and stores the key unless there is one. */
async function ensureAuditKey(
  store: WriteStore,
  { rootKeys, random, place }: { rootKeys: RootKeys; random: Random; place: AuditKeyPlace },
): Promise<void> {
  if ((await store.setting(AUDIT_KEY_SETTING)) !== undefined) return;
  const rootKey = await rootKeys.wrapping(store);
  using seed = SecretBytes.random(SEED_BYTES, random);
  const wrapped = rootKey.wrap(seed, auditKeyContext(place));
  await store.putSetting(AUDIT_KEY_SETTING, Buffer.from(wrapped).toString("base64"));
}

export interface AuditKeys {
  readonly signer: NoteSigner;
  readonly seal: AuditSeal;
  /** As hexadecimal digits: a text, which cannot be wiped, and tells nothing but which nonces were used. */
  readonly nonceKey: string;
}

/** @returns undefined while there is no key yet */
export async function auditKeys(
  store: Pick<ReadStore, "setting">,
  { rootKeys, place }: { rootKeys: RootKeys; place: AuditKeyPlace },
): Promise<AuditKeys | undefined> {
  const text = await store.setting(AUDIT_KEY_SETTING);
  if (text === undefined) return undefined;
  const wrapped = wrappedAuditKey(text);
  await rootKeys.know(store, wrapped);
  using seed = rootKeys.unwrap(wrapped, auditKeyContext(place));
  const derived = (info: string, length: number): Buffer =>
    Buffer.from(hkdfSync("sha256", seed.reveal(), "", info, length));
  using sealKey = SecretBytes.own(derived("coffer audit seal", SEED_BYTES));
  return {
    signer: new NoteSigner(auditOrigin(place), seed.reveal()),
    seal: new AuditSeal(sealKey.reveal()),
    nonceKey: derived("coffer nonces", NONCE_KEY_BYTES).toString("hex"),
  };
}

/** The keys for whoever writes events: drawn when they are first asked for, and kept. */
export function createAuditKeys(parts: {
  readonly store: Store;
  readonly rootKeys: RootKeys;
  readonly random: Random;
  readonly place: AuditKeyPlace;
}): () => Promise<AuditKeys> {
  const { store } = parts;
  return once(async () => {
    if ((await store.setting(AUDIT_KEY_SETTING)) === undefined) {
      await store.transaction((write) => ensureAuditKey(write, parts));
    }
    const keys = await auditKeys(store, parts);
    if (keys === undefined) throw new Error("the audit's key is not there");
    return keys;
  });
}
