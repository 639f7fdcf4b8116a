// RotateRootKey: announces the rotation; a job does the rest. While one goes on, or when another caller's ended in
// between, the answer is that one.
import { ApiError } from "@coffer/contract";
import { RootKeyError } from "@coffer/crypto";
import { failpoint } from "@coffer/store";
import type { ReadContext } from "../../context.ts";
import {
  type KnownRootKey,
  type RootKeyRotation,
  readRotation,
  writeRotation,
} from "../../keyring/root-keys.ts";
import type { PreparedAdminHandler } from "../handler.ts";

interface Prepared {
  /** Absent when a rotation goes on. */
  readonly next?: KnownRootKey;
  readonly wakeJobs: () => void;
}

async function prepareNext({ rootKeys, store }: ReadContext): Promise<KnownRootKey> {
  const { fingerprint } = await rootKeys.wrapping(store);
  try {
    const next = rootKeys.source.next();
    failpoint("root-key.next-made");
    if (next.rootKey.fingerprint !== fingerprint) return next;
    const message = "The file for the next root key holds the one that is in use: move it away.";
    throw new ApiError("UnsupportedOperation", message);
  } catch (error) {
    if (error instanceof RootKeyError) throw new ApiError("UnsupportedOperation", error.message);
    throw error;
  }
}

function answer({ from, to }: RootKeyRotation) {
  return { FromFingerprint: from.fingerprint, ToFingerprint: to.fingerprint };
}

export const rotateRootKey: PreparedAdminHandler<"RotateRootKey", Prepared> = {
  async prepare(_, context) {
    const { store, rootKeys, wakeJobs } = context;
    const rotation = await readRotation(store);
    if (rotation !== undefined && rotation.endedAt === undefined) return { wakeJobs };
    // What has ended may not have got its place yet, and must not be taken for the next one.
    if (rotation !== undefined) rootKeys.source.promote(rotation.to.fingerprint);
    return { next: await prepareNext(context), wakeJobs };
  },
  async run(_, { store, rootKeys, now }, { next }) {
    const last = await readRotation(store);
    if (last !== undefined && last.endedAt === undefined) return answer(last);
    if (next === undefined || next.rootKey.fingerprint === last?.to.fingerprint) {
      if (last === undefined) throw new ApiError("Rejected.Unavailable");
      return answer(last);
    }
    const { passphraseParameters: before, rootKey } = rootKeys.first;
    const { passphraseParameters } = next;
    const rotation: RootKeyRotation = {
      from: last?.to ?? {
        fingerprint: rootKey.fingerprint,
        ...(before === undefined ? {} : { passphraseParameters: before }),
      },
      to: {
        fingerprint: next.rootKey.fingerprint,
        ...(passphraseParameters === undefined ? {} : { passphraseParameters }),
      },
      startedAt: now,
    };
    rootKeys.learn(next);
    await writeRotation(store, rotation);
    return answer(rotation);
  },
  release: ({ wakeJobs }) => wakeJobs(),
};
