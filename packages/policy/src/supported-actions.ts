// What an Allow in the policy of a key or secret can give. Entries outside these lists may stand there without
// effect; a Deny works for every action. Other accounts get what users of a key or secret need, never more.
import { foldAscii } from "./fold-case.ts";
import { compileGlob } from "./glob.ts";

interface SupportedActions {
  readonly administrators: readonly string[];
  readonly users: readonly string[];
}

const KEY: SupportedActions = {
  administrators: [
    ...["List*", "Describe*", "Create*", "Enable*", "Disable*", "Get*", "Set*", "Update*"],
    ...["Delete*", "Cancel*", "TagResource", "UntagResource", "ImportKeyMaterial"],
    "ScheduleKeyDeletion",
  ],
  users: [
    ...["Encrypt", "Decrypt", "GenerateDataKey", "GenerateAndExportDataKey", "AsymmetricEncrypt"],
    ...["AsymmetricDecrypt", "DescribeKey", "DescribeKeyVersion", "ListKeyVersions"],
    ...["ListAliasesByKeyId", "TagResource"],
    // Added to the API later; without them a user of a key could not do what the key exists for.
    ...["GenerateDataKeyWithoutPlaintext", "AsymmetricSign", "AsymmetricVerify", "ReEncrypt*"],
    ...["ExportDataKey", "GenerateMac", "VerifyMac", "GetPublicKey"],
  ],
};

const SECRET: SupportedActions = {
  administrators: [
    ...["List*", "Describe*", "PutSecretValue", "Update*", "DeleteSecret", "RestoreSecret"],
    ...["RotateSecret", "TagResource", "UntagResource"],
  ],
  users: ["GetSecretValue"],
};

function compileList(names: readonly string[]): (action: string) => boolean {
  const matchers = names.map((name) => compileGlob(foldAscii(`kms:${name}`)));
  return (action) => matchers.some((matches) => matches(action));
}

function compileSupported({ administrators, users }: SupportedActions): {
  readonly own: (action: string) => boolean;
  readonly foreign: (action: string) => boolean;
} {
  return { own: compileList([...administrators, ...users]), foreign: compileList(users) };
}

const SUPPORTED = { key: compileSupported(KEY), secret: compileSupported(SECRET) } as const;

/** Whether an Allow in the policy of a key or secret has an effect on this action, in lower case. */
export function canResourcePolicyAllow(
  kind: "key" | "secret",
  action: string,
  isForeign: boolean,
): boolean {
  return isForeign ? SUPPORTED[kind].foreign(action) : SUPPORTED[kind].own(action);
}
