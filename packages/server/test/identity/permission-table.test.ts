// Every operation, asked by eight callers. What is expected stands in a table that was read line by line; an operation
// that is not in it fails.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import test from "node:test";
import { PRODUCTS } from "@coffer/contract";
import { type SampleNames, sampleMembers } from "../support/sample-members.ts";
import { ACCESS_KEY, ACCOUNT, REGION, type Signer, testServer } from "../support/server.ts";

const COLUMNS = [
  ...["root", "full", "read-only", "other", "denied", "expired", "disabled", "foreign"],
] as const;

const expected = readFileSync(join(import.meta.dirname, "../fixtures/permissions.txt"), "utf8")
  .split("\n")
  .filter((line) => line !== "" && !line.startsWith("#"))
  .map((line) => line.trim().split(/\s+/));

const allow = (Resource: string | readonly string[] = "*") => ({
  ...{ Effect: "Allow", Action: "*", Resource },
});

/** Everything there is, by names that no sample has. */
const OTHER = ["kms", "ram", "sts"].flatMap((service) =>
  ["key", "secret", "alias", "user", "group", "role", "policy", "mfa", "oidc-provider"].map(
    (kind) => `acs:${service}:*:*:${kind}/other*`,
  ),
);

async function world() {
  const server = await testServer();
  const admin = { PolicyType: "System", PolicyName: "AdministratorAccess" };
  const full = await server.user("full", [allow()]);
  const readOnly = await server.user("read-only");
  const readers = { PolicyType: "System", PolicyName: "ReadOnlyAccess", UserName: "read-only" };
  await server.ram("AttachPolicyToUser", readers);
  const other = await server.user("other", [allow(OTHER)]);
  const denied = await server.user("denied", [{ ...allow(), Effect: "Deny" }]);
  await server.ram("AttachPolicyToUser", { ...admin, UserName: "denied" });
  const disabled = await server.user("disabled", [allow()]);
  await server.ram("UpdateAccessKey", {
    ...{ UserName: "disabled", UserAccessKeyId: disabled.id, Status: "Inactive" },
  });
  const partner = await server.account("partner");
  const foreign = await server.user("foreign", [allow()], partner);
  const Principal = { RAM: [`acs:ram::${ACCOUNT}:root`] };
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal };
  const trust = JSON.stringify({ Version: "1", Statement: [statement] });
  await server.ram("CreateRole", { RoleName: "admin", AssumeRolePolicyDocument: trust });
  await server.ram("AttachPolicyToRole", { ...admin, RoleName: "admin" });
  const RoleArn = `acs:ram::${ACCOUNT}:role/admin`;
  const expired = await server.session(full, { RoleArn, DurationSeconds: "900" });
  server.now += 901_000;
  const callers: Readonly<Record<(typeof COLUMNS)[number], Signer>> = {
    ...{ root: ACCESS_KEY, full, "read-only": readOnly, other, denied, expired, disabled, foreign },
  };
  // The role that is asked for trusts everybody here.
  await server.ram("CreateRole", { RoleName: "sample", AssumeRolePolicyDocument: trust });
  return { server, callers };
}

/** `yes` for whatever comes after permission was given. */
function outcome(code: string, isBuilt: boolean): string {
  if (code === "UnsupportedOperation" && !isBuilt) return "unbuilt";
  if (code === "Forbidden.NoPermission" || code === "NoPermission") return "no";
  if (code === "InvalidSecurityToken.Expired") return "expired";
  if (code === "InvalidAccessKeyId.Inactive") return "inactive";
  return "yes";
}

type Column = (typeof COLUMNS)[number];

/** Every operation by those callers, in the order of the contract. */
async function ask(
  { server, callers }: Awaited<ReturnType<typeof world>>,
  names: SampleNames,
  columns: readonly Column[],
): Promise<readonly string[][]> {
  const rows: string[][] = [];
  for (const product of PRODUCTS) {
    for (const [operation, row] of Object.entries(product.operations)) {
      // STS names a role by its ARN, and here one that is there.
      const role = product.name === "sts" ? `acs:ram::${ACCOUNT}:role/admin` : names.role;
      const members = {
        ...sampleMembers(row, { ...names, ...(role === undefined ? {} : { role }) }),
        Version: product.version,
        ...("RegionId" in row.request ? { RegionId: REGION } : {}),
      };
      const line: string[] = [];
      const isBuilt = row.support.level === "full" || row.support.level === "adapted";
      // Who may do everything comes last, so that nothing is changed before the others asked.
      for (const column of columns.toReversed()) {
        const { code } = await server.call(operation, members, callers[column]);
        const isToken = row.authentication === "oidc" && /OIDC/.test(code);
        line.unshift(isToken ? "token" : outcome(code, isBuilt));
      }
      rows.push([product.name, operation, ...line]);
    }
  }
  return rows;
}

const print = (rows: readonly (readonly string[])[]) => rows.map((row) => row.join(" "));

test("every operation, asked by eight callers, answers as the reviewed table says", async () => {
  const made = await world();
  const names = {
    ...{ key: "sample", secret: "sample", alias: "alias/sample", user: "sample", group: "sample" },
    ...{ "ram-policy": "sample", mfa: `acs:ram::${ACCOUNT}:mfa/sample`, role: "sample" },
  };
  assert.deepEqual(print(await ask(made, names, COLUMNS)), print(expected));
  assert.deepEqual(made.server.unexpected, []);
});

test("who may not is told the same of what is there", async () => {
  const made = await world();
  const { server } = made;
  const { KeyMetadata } = (await server.call("CreateKey")).body;
  const { KeyId = "" } = KeyMetadata as { KeyId?: string };
  await server.call("CreateAlias", { AliasName: "alias/mine", KeyId });
  await server.call("CreateSecret", {
    ...{ SecretName: "mine", SecretData: "v", VersionId: "v1", EncryptionKeyId: KeyId },
  });
  await server.ram("CreateGroup", { GroupName: "mine" });
  const PolicyDocument = JSON.stringify({ Version: "1", Statement: [allow()] });
  await server.ram("CreatePolicy", { PolicyName: "mine", PolicyDocument });
  const names = {
    ...{ key: KeyId, secret: "mine", alias: "alias/mine", user: "full", group: "mine" },
    ...{ "ram-policy": "mine", mfa: `acs:ram::${ACCOUNT}:mfa/sample`, role: "admin" },
  };
  const columns = ["other", "denied", "expired", "disabled"] as const;
  const places = columns.map((column) => COLUMNS.indexOf(column) + 2);
  const wanted = expected.map((row) => [...row.slice(0, 2), ...places.map((at) => row[at] ?? "")]);
  assert.deepEqual(print(await ask(made, names, columns)), print(wanted));
  assert.equal((await server.call("DescribeKey", { KeyId })).code, "OK");
});
