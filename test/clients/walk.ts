// The walk that every official client makes, given its way to call an operation. Prints what it saw.

// biome-ignore lint/suspicious/noExplicitAny: the clients' answers have no type
type Answer = Record<string, any>;

/** Calls an operation and returns the answer with its members as the wire names them. */
export type Call = (action: string, members: Readonly<Record<string, unknown>>) => Promise<Answer>;

/** The error code of a call that must fail. */
async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    const { code } = error as { code?: string }; // every client sets it
    return String(code).replace(/Error$/, "");
  }
  return "none";
}

export async function walk(call: Call): Promise<void> {
  const created = await call("CreateSecret", {
    SecretName: "db_cred",
    SecretData: "v1",
    VersionId: "v1",
  });
  const key = await call("CreateKey", { Description: "for ssh" });
  const EncryptionKeyId = key.KeyMetadata.KeyId;
  const ssh = { SecretName: "ssh_key" };
  await call("CreateSecret", { ...ssh, SecretData: "blob", VersionId: "v1", EncryptionKeyId });
  const list = await call("ListSecrets", {});
  const described = await call("DescribeSecret", ssh);
  await call("DeleteSecret", ssh);
  const deletedCode = await codeOf(call("DeleteSecret", ssh));
  await call("RestoreSecret", ssh);
  await call("DeleteSecret", { ...ssh, RecoveryWindowInDays: "7" });
  await call("DeleteSecret", { ...ssh, ForceDeleteWithoutRecovery: "true" });
  const missingCode = await codeOf(call("DescribeSecret", ssh));
  const password = await call("GetRandomPassword", { PasswordLength: "40" });
  const db = { SecretName: "db_cred" };
  const VersionStages = '["MyPendingLabel"]';
  const value = 'v2 值 "&+%';
  const put = await call("PutSecretValue", {
    ...db,
    SecretData: value,
    VersionId: "v2",
    VersionStages,
  });
  const move = { VersionStage: "ACSCurrent", MoveToVersion: "v2" };
  await call("UpdateSecretVersionStage", { ...db, ...move });
  const got = await call("GetSecretValue", db);
  const seen = {
    createdArn: created.Arn,
    listed: list.SecretList.Secret.map((secret: { SecretName: string }) => secret.SecretName),
    total: list.TotalCount,
    data: got.SecretData,
    stages: [...got.VersionStages.VersionStage].sort(),
    pendingStages: put.VersionStages.VersionStage,
    passwordLength: password.RandomPassword.length,
    missingCode,
    deletedCode,
    encryptionKeyId: described.EncryptionKeyId,
  };
  process.stdout.write(JSON.stringify(seen));
}
