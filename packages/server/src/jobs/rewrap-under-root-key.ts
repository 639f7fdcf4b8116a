// Rotation of the root key: wraps anew whatever the old root key wrapped, and then lets the new one take the old
// one's place. Begins where it was interrupted, since what is done is seen on the wrapped bytes themselves.
// docs/sequences/rotate-root-key.md has the order of the steps and why each is safe.
import { DecryptionError, wrappingFingerprint } from "@coffer/crypto";
import {
  type AccessKeyRecord,
  failpoint,
  type KeyVersionRecord,
  type Store,
  type WriteStore,
} from "@coffer/store";
import {
  AUDIT_KEY_SETTING,
  type AuditKeyPlace,
  auditKeyContext,
  wrappedAuditKey,
} from "../keyring/audit-key.ts";
import type { Keyring } from "../keyring/keyring.ts";
import {
  type RootKeyRotation,
  type RootKeys,
  readRotation,
  writeRotation,
} from "../keyring/root-keys.ts";
import { replaceVersion } from "../keyring/store-version.ts";
import { accessKeyContext } from "../keyring/wrap-contexts.ts";
import { ExplainedError } from "../observe/problem.ts";
import type { DueWork } from "./due-work.ts";

const BATCH = 100;
/** The second finds nothing, but for what another process was just storing. */
const MOST_WALKS = 10;

interface Parts {
  readonly store: Store;
  readonly keyring: Keyring;
  readonly rootKeys: RootKeys;
  readonly place: AuditKeyPlace;
}

interface AuditKeyRow {
  readonly setting: string;
  readonly wrapped: Uint8Array;
}

type Row = AccessKeyRecord | KeyVersionRecord | AuditKeyRow;

/** One kind of row with something wrapped in it. */
interface Kind<Each extends Row> {
  page(after: Each | undefined): Promise<readonly Each[]>;
  wrapped(row: Each): readonly (Uint8Array | undefined)[];
  /** Reads the row again, in the transaction: it may have been changed or deleted. */
  rewrap(transaction: WriteStore, row: Each): Promise<void>;
}

function nameOf(row: Row): string {
  if ("setting" in row) return `the setting ${row.setting}`;
  return "id" in row ? `AccessKey ${row.id}` : `version ${row.versionId} of ${row.keyId}`;
}

/** Says which row a failure is about: nothing of it is secret. */
function naming(row: Row): (failure: unknown) => never {
  const name = nameOf(row);
  return (cause) => {
    if (!(cause instanceof DecryptionError)) throw cause;
    throw new ExplainedError(`${name} cannot be unwrapped: restore it from a backup`, cause);
  };
}

/** One walk over all rows; returns how many were stale. */
async function walk<Each extends Row>(
  store: Store,
  kind: Kind<Each>,
  fingerprint: string,
): Promise<number> {
  let found = 0;
  let after: Each | undefined;
  for (;;) {
    const rows = await kind.page(after);
    const stale = rows.filter((row) =>
      kind.wrapped(row).some((each) => each && wrappingFingerprint(each) !== fingerprint),
    );
    if (stale.length > 0) {
      failpoint("root-key.batch");
      await store.transaction(async (transaction) => {
        for (const row of stale) await kind.rewrap(transaction, row).catch(naming(row));
      });
    }
    found += stale.length;
    after = rows.at(-1);
    if (rows.length < BATCH) return found;
  }
}

function accessKeys({ store, rootKeys }: Parts): Kind<AccessKeyRecord> {
  return {
    page: (after) => store.accessKeys(after?.id, BATCH),
    wrapped: ({ wrappedSecret }) => [wrappedSecret],
    async rewrap(transaction, { id }) {
      const row = await transaction.accessKey(id);
      if (row === undefined) return;
      const rootKey = await rootKeys.wrapping(transaction);
      await rootKeys.know(transaction, row.wrappedSecret);
      const context = accessKeyContext(row.accountId, id);
      const wrappedSecret = rootKeys.rewrapped(row.wrappedSecret, context, rootKey);
      await transaction.updateAccessKey({ ...row, wrappedSecret });
    },
  };
}

/** The one setting that is wrapped: as a row of its own. */
function auditKey({ store, rootKeys, place }: Parts): Kind<AuditKeyRow> {
  const read = async (from: Pick<Store, "setting">): Promise<AuditKeyRow | undefined> => {
    const text = await from.setting(AUDIT_KEY_SETTING);
    return text === undefined
      ? undefined
      : { setting: AUDIT_KEY_SETTING, wrapped: wrappedAuditKey(text) };
  };
  return {
    page: async (after) => {
      const row = after === undefined ? await read(store) : undefined;
      return row === undefined ? [] : [row];
    },
    wrapped: ({ wrapped }) => [wrapped],
    async rewrap(transaction) {
      const row = await read(transaction);
      if (row === undefined) return;
      const rootKey = await rootKeys.wrapping(transaction);
      await rootKeys.know(transaction, row.wrapped);
      const wrapped = rootKeys.rewrapped(row.wrapped, auditKeyContext(place), rootKey);
      await transaction.putSetting(AUDIT_KEY_SETTING, Buffer.from(wrapped).toString("base64"));
    },
  };
}

function keyVersions({ store, keyring }: Parts): Kind<KeyVersionRecord> {
  return {
    page: (after) => store.keyVersions(after, BATCH),
    wrapped: ({ wrappedMaterial, wrappedCheck }) => [wrappedMaterial, wrappedCheck],
    async rewrap(transaction, { keyId, versionId }) {
      const row = await transaction.keyVersion(keyId, versionId);
      if (row !== undefined) await replaceVersion(transaction, keyring, row);
    },
  };
}

/** Until a whole walk finds nothing that another root key wrapped: only then may the old one go. */
async function rewrapAll(parts: Parts, fingerprint: string): Promise<number> {
  const { store } = parts;
  let done = 0;
  for (let walks = 0; walks < MOST_WALKS; walks += 1) {
    const found =
      (await walk(store, accessKeys(parts), fingerprint)) +
      (await walk(store, keyVersions(parts), fingerprint)) +
      (await walk(store, auditKey(parts), fingerprint));
    if (found === 0) return done;
    done += found;
  }
  throw new ExplainedError(
    "the rotation of the root key finds rows under another root key again and again",
  );
}

async function end(store: Store, { to }: RootKeyRotation, now: number): Promise<void> {
  await store.transaction(async (transaction) => {
    const rotation = await readRotation(transaction);
    if (rotation?.endedAt !== undefined || rotation?.to.fingerprint !== to.fingerprint) return;
    await writeRotation(transaction, { ...rotation, endedAt: now });
  });
}

export function rewrapUnderRootKey(parts: Parts): DueWork {
  const { store, rootKeys } = parts;
  return {
    async run(now) {
      const rotation = await readRotation(store);
      if (rotation === undefined) return 0;
      let done = 0;
      if (rotation.endedAt === undefined) {
        const { fingerprint } = await rootKeys.wrapping(store);
        done = await rewrapAll(parts, fingerprint);
        failpoint("root-key.before-end");
        await end(store, rotation, now);
        failpoint("root-key.after-end");
      }
      rootKeys.source.promote(rotation.to.fingerprint);
      return done;
    },
    next: async () => undefined,
  };
}
