// AccessKeys: the row is read at every request, so that taking one away works at once; the unwrapped secret is
// kept for as long as the wrapped bytes stay the same.
import type { AccessKeyRecord, ReadStore } from "@coffer/store";
import type { RootKeys } from "../keyring/root-keys.ts";
import { accessKeyContext } from "../keyring/wrap-contexts.ts";

export interface FoundAccessKey {
  readonly record: AccessKeyRecord;
  /** The secret half, as HMAC needs it. */
  readonly secret: string;
}

export interface AccessKeys {
  /** @throws DecryptionError when the record was wrapped under another root key */
  find(id: string): Promise<FoundAccessKey | undefined>;
}

/** More AccessKeys than are in use at one time; the rest is unwrapped again. */
const MOST_KEPT = 10_000;

export function createAccessKeys(parts: {
  readonly store: Pick<ReadStore, "accessKey" | "setting">;
  readonly rootKey: Pick<RootKeys, "unwrap" | "know">;
}): AccessKeys {
  const kept = new Map<string, { readonly wrapped: Uint8Array; readonly secret: string }>();
  const unwrap = async (record: AccessKeyRecord): Promise<string> => {
    const { accountId, id, wrappedSecret } = record;
    await parts.rootKey.know(parts.store, wrappedSecret);
    using bytes = parts.rootKey.unwrap(wrappedSecret, accessKeyContext(accountId, id));
    return bytes.reveal().toString("utf8");
  };
  return {
    async find(id) {
      const record = await parts.store.accessKey(id);
      if (record === undefined) return undefined;
      const found = kept.get(id);
      if (found !== undefined && Buffer.compare(found.wrapped, record.wrappedSecret) === 0) {
        return { record, secret: found.secret };
      }
      const secret = await unwrap(record);
      if (kept.size >= MOST_KEPT) kept.clear();
      // In memory of its own: a slice of the pool would keep the whole of it.
      kept.set(id, { wrapped: new Uint8Array(record.wrappedSecret), secret });
      return { record, secret };
    },
  };
}
