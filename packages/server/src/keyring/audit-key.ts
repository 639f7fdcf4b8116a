// The key that signs checkpoints of the audit log: drawn once, kept wrapped under the root key. The key that seals
// summaries is derived from it.
import { hkdfSync } from "node:crypto";
import type { Random } from "@coffer/crypto";
import { SecretBytes } from "@coffer/crypto";
import type { ReadStore, WriteStore } from "@coffer/store";
import { NoteSigner } from "@coffer/tlog";
import type { RootKeys } from "./root-keys.ts";
import { SummarySeal } from "./summary-seal.ts";

export const AUDIT_KEY_SETTING = "audit-key";

const SEED_BYTES = 32;

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
export async function ensureAuditKey(
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
  readonly summaries: SummarySeal;
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
  const derived = hkdfSync("sha256", seed.reveal(), "", "coffer audit summaries", SEED_BYTES);
  return {
    signer: new NoteSigner(auditOrigin(place), seed.reveal()),
    summaries: new SummarySeal(new Uint8Array(derived)),
  };
}
