// CreateKey: a symmetric key with its first version.
import { keyMetadata } from "../../domain/key-metadata.ts";
import { checkNewKey } from "../../domain/new-key.ts";
import { checkTagCount, checkTags } from "../../domain/tags.ts";
import { wholeSecond } from "../../domain/times.ts";
import { storeNewKey } from "../../keyring/new-key.ts";
import type { Handler } from "../handler.ts";

export const createKey: Handler<"CreateKey"> = async (request, context) => {
  checkNewKey(request);
  const pairs = (request.Tags ?? []).map((tag) => ({ key: tag.TagKey, value: tag.TagValue ?? "" }));
  const tags = checkTags(pairs);
  checkTagCount({}, tags);
  const { store, keyring, random, accountId: creator } = context;
  const now = wholeSecond(context.now);
  const description = request.Description ?? "";
  const key = await storeNewKey(store, { keyring, random, now, creator, description });
  await store.putTags("key", key.keyId, tags);
  return { KeyMetadata: keyMetadata(key, context) };
};
