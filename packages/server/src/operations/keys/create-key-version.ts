// CreateKeyVersion: new material. A symmetric key encrypts with it from now on; a pair just has one more version.
import { ApiError, LIMITS } from "@coffer/contract";
import { findAlgorithm } from "@coffer/crypto";
import type { KeyRecord, KeyVersionRecord } from "@coffer/store";
import { versionTime, withDue } from "../../domain/key-due.ts";
import { checkOwn, checkState } from "../../domain/key-state.ts";
import { wholeSecond, wireTime } from "../../domain/times.ts";
import { Overtaken } from "../../errors.ts";
import { insertVersion } from "../../keyring/store-version.ts";
import { findKey } from "../../resources/find-key.ts";
import type { PreparedHandler } from "../handler.ts";

function checkVersioned(key: KeyRecord): void {
  checkOwn(key);
  checkState(key, "use");
  const kind = findAlgorithm(key.spec)?.kind;
  if ((kind === "symmetric" || kind === "pair") && key.origin === "Aliyun_KMS") return;
  const message = "Keys with imported material and keys for codes have one version.";
  throw new ApiError("Rejected.UnsupportedOperation", message);
}

export const createKeyVersion: PreparedHandler<"CreateKeyVersion", KeyVersionRecord> = {
  async prepare({ KeyId }, context) {
    const key = await findKey(KeyId, context);
    checkVersioned(key);
    const { random, now, keyring } = context;
    const { keyId, spec } = key;
    return keyring.newVersion({ keyId, versionId: random.uuid(), spec, now });
  },
  async run({ KeyId }, context, version) {
    const { store } = context;
    const key = await findKey(KeyId, context);
    checkVersioned(key);
    // The alias means another key meanwhile, for which permission was asked; the material is of the first.
    if (key.keyId !== version.keyId) throw new Overtaken();
    const { rows, total } = await store.keyVersionsOf(key.keyId, { offset: 0, limit: 1 });
    if (total >= LIMITS.versionsPerKey) {
      const message = `A key has at most ${LIMITS.versionsPerKey} versions.`;
      throw new ApiError("Rejected.LimitExceeded", message);
    }
    const { keyId, versionId, publicKey } = version;
    const createdAt = versionTime(version.createdAt, rows[0]);
    await insertVersion(store, context.keyring, { ...version, createdAt });
    const primary = publicKey === undefined ? { primaryVersionId: versionId } : {};
    const lastRotatedAt = wholeSecond(version.createdAt);
    await store.updateKey(withDue({ ...key, ...primary, lastRotatedAt }));
    const CreationDate = wireTime(createdAt);
    return { KeyVersion: { KeyId: keyId, KeyVersionId: versionId, CreationDate } };
  },
};
