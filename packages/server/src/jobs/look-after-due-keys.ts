// Keys whose time has come: destroys those whose window has ended, removes imported material that has expired,
// rotates those whose interval is over. Handlers see the first two as done from the moment they are due
// (`keyAt`), so that nothing but the new version of a rotation depends on this job's being on time.
//
// A clock that ran ahead and was set right leaves keys that were last rotated in the future: they would not rotate
// before. They count from now.
import { findAlgorithm, type Random } from "@coffer/crypto";
import { failpoint, type KeyRecord, type Store, type WriteStore } from "@coffer/store";
import { nextRotationAt, versionTime, withDue, withoutMaterial } from "../domain/key-due.ts";
import { wholeSecond } from "../domain/times.ts";
import type { Keyring } from "../keyring/keyring.ts";
import { insertVersion } from "../keyring/store-version.ts";
import { dropMaterial } from "../resources/imported-material.ts";
import type { DueWork } from "./due-work.ts";

const BATCH = 100;
/** Kept keys that one round looks up, so that destroyed and deleted material leaves the memory of every process. */
const SWEPT = 500;

interface Parts {
  /** Called once a round in which pairs of keys were destroyed. */
  readonly onPairsDestroyed?: () => void;
  readonly store: Store;
  readonly keyring: Keyring;
  readonly random: Random;
}

/** However many intervals have passed (a clock that jumped, a long stop), one new version is enough. */
async function rotate(
  transaction: WriteStore,
  key: KeyRecord,
  { keyring, random, now }: Parts & { readonly now: number },
): Promise<KeyRecord> {
  const { keyId, spec } = key;
  const version = keyring.newSymmetricVersion({ keyId, versionId: random.uuid(), spec, now });
  const { rows } = await transaction.keyVersionsOf(keyId, { offset: 0, limit: 1 });
  const createdAt = versionTime(now, rows[0]);
  await insertVersion(transaction, keyring, { ...version, createdAt });
  return { ...key, primaryVersionId: version.versionId, lastRotatedAt: wholeSecond(now) };
}

/** Looks at the key again, in the transaction: it may have been changed or done by another process. */
async function lookAfter(
  transaction: WriteStore,
  keyId: string,
  parts: Parts & { readonly now: number },
): Promise<boolean> {
  const { now } = parts;
  let key = await transaction.key(keyId);
  if (key?.dueAt === undefined || key.dueAt > now) return false;
  if (key.state === "PendingDeletion" && key.deleteAt !== undefined && key.deleteAt <= now) {
    await transaction.deleteKey(keyId);
    return true;
  }
  if (key.materialExpiresAt !== undefined && key.materialExpiresAt <= now) {
    await dropMaterial({ store: transaction, keyring: parts.keyring }, key);
    key = withoutMaterial(key);
  }
  const rotation = key.state === "Enabled" ? nextRotationAt(key) : undefined;
  if (rotation !== undefined && rotation <= now) key = await rotate(transaction, key, parts);
  await transaction.updateKey(withDue(key));
  return true;
}

async function countFromNow(store: Store, now: number): Promise<void> {
  for (;;) {
    const ahead = await store.keysRotatedAfter(now, BATCH);
    for (const { keyId } of ahead) {
      await store.transaction(async (transaction) => {
        const key = await transaction.key(keyId);
        if (key?.lastRotatedAt === undefined || key.lastRotatedAt <= now) return;
        await transaction.updateKey(withDue({ ...key, lastRotatedAt: wholeSecond(now) }));
      });
    }
    if (ahead.length < BATCH) return;
  }
}

export function lookAfterDueKeys(parts: Parts): DueWork {
  const { store, keyring } = parts;
  let swept = 0;
  let latest = Number.POSITIVE_INFINITY;
  const sweep = async (): Promise<void> => {
    const kept = keyring.kept();
    if (swept >= kept.length) swept = 0;
    for (const keyId of kept.slice(swept, swept + SWEPT)) {
      const state = (await store.key(keyId))?.state;
      if (state !== "Enabled" && state !== "Disabled") keyring.forget(keyId);
    }
    swept += SWEPT;
  };
  const lookAt = async (keyId: string, now: number): Promise<number> => {
    failpoint("keys-due.before");
    const worked = await store.transaction((transaction) =>
      lookAfter(transaction, keyId, { ...parts, now }),
    );
    failpoint("keys-due.after");
    if (worked) keyring.forget(keyId);
    return worked ? 1 : 0;
  };
  return {
    async run(now) {
      // Not in every round, because it looks at all keys: at the start, and when the clock was seen to go back.
      if (now < latest) await countFromNow(store, now);
      latest = now;
      let done = 0;
      let pairs = 0;
      for (;;) {
        const due = await store.keysDue(now, BATCH);
        const failures: unknown[] = [];
        for (const { keyId, spec, state } of due) {
          const isPair = findAlgorithm(spec)?.kind === "pair";
          if (isPair && state === "PendingDeletion") pairs += 1;
          // One that fails must not hold up the others; it is tried again in the next round.
          done += await lookAt(keyId, now).catch((failure: unknown) => {
            failures.push(failure);
            return 0;
          });
        }
        if (pairs > 0) parts.onPairsDestroyed?.();
        pairs = 0;
        if (failures.length > 0) throw failures[0];
        if (due.length < BATCH) break;
      }
      await sweep();
      return done;
    },
    next: () => store.nextKeyDue(),
  };
}
