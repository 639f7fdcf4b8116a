// DescribeKey: works in every state of the key. Where the key protects secrets, it names the first of them to those who
// may list secrets.
import { LIMITS } from "@coffer/contract";
import type { ReadContext } from "../../context.ts";
import { keyMetadata } from "../../domain/key-metadata.ts";
import { findKey } from "../../resources/find-key.ts";
import type { Handler } from "../handler.ts";

async function secretsUnder(keyId: string, { store }: ReadContext) {
  const limit = LIMITS.protectedSecretsShown;
  const { rows, total } = await store.secrets({ keyIds: [keyId], offset: 0, limit });
  if (total === 0) return {};
  return { ProtectedSecrets: { SecretName: rows.map(({ name }) => name), TotalCount: total } };
}

export const describeKey: Handler<"DescribeKey"> = async ({ KeyId }, context) => {
  const key = await findKey(KeyId, context);
  const secrets = (await context.may("ListSecrets")) ? await secretsUnder(key.keyId, context) : {};
  return {
    KeyMetadata: {
      ...keyMetadata(key, context),
      DeletionProtection: key.deletionProtection ? "Enabled" : "Disabled",
      DeletionProtectionDescription: key.deletionProtectionDescription,
    },
    ...secrets,
  };
};
