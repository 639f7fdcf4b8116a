// DescribeKey: works in every state of the key. Where the key protects secrets, it names the first of them.
import { LIMITS } from "@coffer/contract";
import { keyMetadata } from "../../domain/key-metadata.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

export const describeKey: Handler<"DescribeKey"> = async ({ KeyId }, context) => {
  const key = await findKey(KeyId, context);
  const limit = LIMITS.protectedSecretsShown;
  const secrets = await context.store.secrets({ keyIds: [key.keyId], offset: 0, limit });
  return {
    KeyMetadata: {
      ...keyMetadata(key, context),
      DeletionProtection: key.deletionProtection ? "Enabled" : "Disabled",
      DeletionProtectionDescription: key.deletionProtectionDescription,
    },
    ...(secrets.total === 0
      ? {}
      : {
          ProtectedSecrets: {
            SecretName: secrets.rows.map(({ name }) => name),
            TotalCount: secrets.total,
          },
        }),
  };
};
