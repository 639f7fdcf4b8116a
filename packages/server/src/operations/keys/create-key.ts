// CreateKey: a key with its first version, or one whose material is yet to be imported.
import { withDue } from "../../domain/key-due.ts";
import { keyMetadata } from "../../domain/key-metadata.ts";
import { planNewKey } from "../../domain/new-key.ts";
import { checkTagCount, checkTags } from "../../domain/tags.ts";
import { wholeSecond } from "../../domain/times.ts";
import { type DrawnKey, drawKey, newKeyRecord, storeNewKey } from "../../keyring/new-key.ts";
import { putPolicy } from "../../resources/put-policy.ts";
import type { PreparedHandler } from "../handler.ts";

export const createKey: PreparedHandler<"CreateKey", DrawnKey> = {
  async prepare(request, { keyring, random, now }) {
    const { spec, origin } = planNewKey(request);
    return drawKey({ keyring, random, now, spec, imported: origin === "EXTERNAL" });
  },
  async run(request, context, drawn) {
    const pairs = (request.Tags ?? []).map((tag) => ({
      key: tag.TagKey,
      value: tag.TagValue ?? "",
    }));
    const tags = checkTags(pairs);
    checkTagCount({}, tags);
    const { store, accountId: creator } = context;
    const description = request.Description ?? "";
    const plan = { ...planNewKey(request), description, creator };
    const key = withDue(newKeyRecord(plan, drawn, wholeSecond(context.now)));
    await storeNewKey(context, key, drawn);
    await store.putTags("key", key.keyId, tags);
    const { Policy: document } = request;
    if (document !== undefined) {
      await putPolicy({ resourceType: "key", resourceId: key.keyId, document }, context);
    }
    return { KeyMetadata: keyMetadata(key, context) };
  },
};
