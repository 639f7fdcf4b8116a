// DescribeKey: works in every state of the key.
import { keyMetadata } from "../../domain/key-metadata.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const describeKey: Handler<"DescribeKey"> = async ({ KeyId }, context) => {
  const key = await findKey(KeyId, context);
  return {
    KeyMetadata: {
      ...keyMetadata(key, context),
      DeletionProtection: key.deletionProtection ? "Enabled" : "Disabled",
      DeletionProtectionDescription: key.deletionProtectionDescription,
    },
  };
};
