// Laws of taking a whole account away: by the operator, at once, with everybody in it, and without touching another.
import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import test from "node:test";
import { type IdentityKind, MemoryStore, openSqliteStore, type Store } from "@coffer/store";
import { ACCOUNT, type Signer, testServer } from "../support/server.ts";

const KINDS: readonly IdentityKind[] = ["user", "group", "role", "policy", "mfa", "oidc"];
const everything = { Effect: "Allow", Action: "*", Resource: "*" };
const GONE = "InvalidAccessKeyId.NotFound";

const trusting = (account: string): string =>
  JSON.stringify({
    Version: "1",
    Statement: [
      {
        ...{ Effect: "Allow", Action: "sts:AssumeRole" },
        Principal: { RAM: [`acs:ram::${account}:root`] },
      },
    ],
  });

/** The same identities in two accounts, of every kind. */
async function world(store: Store = new MemoryStore()) {
  const server = await testServer({ store });
  const made = [];
  for (const name of ["partner", "other"]) {
    const root = await server.account(name);
    const ann = await server.user("ann", [everything], root);
    await server.ram("CreateLoginProfile", { UserName: "ann", Password: "a good one 1" }, root);
    await server.ram("CreateGroup", { GroupName: "all" }, root);
    await server.ram("AddUserToGroup", { UserName: "ann", GroupName: "all" }, root);
    const attached = { PolicyType: "System", PolicyName: "AdministratorAccess" };
    await server.ram("AttachPolicyToGroup", { ...attached, GroupName: "all" }, root);
    const role = { RoleName: "lent", AssumeRolePolicyDocument: trusting(root.accountId) };
    await server.ram("CreateRole", { ...role, "Tag.1.Key": "k", "Tag.1.Value": "v" }, root);
    await server.ram("AttachPolicyToRole", { ...attached, RoleName: "lent" }, root);
    await server.ram("CreateVirtualMFADevice", { VirtualMFADeviceName: "phone" }, root);
    await server.ram("SetAccountAlias", { AccountAlias: name }, root);
    await server.ram("SetPasswordPolicy", { MinimumPasswordLength: "10" }, root);
    const provider = {
      ...{ OIDCProviderName: "id", IssuerUrl: "https://id.example.com", ClientIds: "app" },
      Fingerprints: "0".repeat(40),
    };
    assert.equal((await server.call("CreateOIDCProvider", provider, root)).code, "OK");
    const session = await server.session(ann, { RoleArn: `acs:ram::${root.accountId}:role/lent` });
    made.push({ root, ann, session });
  }
  const [partner, other] = made;
  assert.ok(partner && other);
  const who = async (by: Signer) => (await server.call("GetCallerIdentity", {}, by)).code;
  return { server, store, partner, other, who, AccountId: partner.root.accountId };
}

type World = Awaited<ReturnType<typeof world>>;

async function takenAway({ server, store, partner, other, who, AccountId }: World) {
  for (const by of Object.values(partner)) assert.equal(await who(by), "OK");
  const answer = await server.call("DeleteAccount", { AccountId, Force: "true" });
  assert.equal(answer.code, "OK");
  const [event] = (await server.events()).slice(-1);
  assert.deepEqual(
    [event?.eventName, event?.eventId, event?.requestParameters],
    ["DeleteAccount", answer.body.RequestId, { AccountId, Force: true }],
  );
  const found = await Promise.all([partner.root, partner.ann, partner.session].map(who));
  assert.deepEqual(found, [GONE, GONE, "InvalidSecurityToken.Expired"]);
  for (const kind of KINDS) assert.equal(await store.countIdentities(kind, AccountId), 0, kind);
  for (const name of ["alias", "password-policy"]) {
    assert.equal(await store.accountSetting(AccountId, name), undefined, name);
  }
  assert.equal(await store.accessKey(partner.ann.id), undefined);
  assert.equal(await store.accessKey(partner.root.id), undefined);
  const again = await server.call("DeleteAccount", { AccountId, Force: "true" });
  assert.equal(again.code, "EntityNotExist.Account");
  // The other account has lost nothing.
  for (const by of Object.values(other)) assert.equal(await who(by), "OK");
  for (const kind of KINDS) {
    assert.equal(await store.countIdentities(kind, other.root.accountId), 1, kind);
  }
  const { AccountAlias } = await server.ram("GetAccountAlias", {}, other.root);
  assert.equal(AccountAlias, "other");
  assert.deepEqual(server.unexpected, []);
}

test("an account is taken away with everybody in it, and their next request is refused", async () => {
  await takenAway(await world());
});

test("an account is taken away in the same way from a database", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "coffer-accounts-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  const store = await openSqliteStore({ path: join(folder, "coffer.db") });
  t.after(() => store.close());
  await takenAway(await world(store));
});

test("more identities than a page holds go too, each user's AccessKeys with them", async () => {
  const { server, store, partner, who, AccountId } = await world();
  const users: Signer[] = [];
  for (let index = 0; index < 130; index += 1) {
    users.push(await server.user(`user-${index}`, [], partner.root));
  }
  assert.equal((await server.call("DeleteAccount", { AccountId, Force: "true" })).code, "OK");
  for (const each of users) {
    assert.equal(await who(each), GONE);
    assert.equal(await store.accessKey(each.id), undefined);
  }
  assert.equal(await store.countIdentities("user", AccountId), 0);
});

test("without force an account with identities stays as it is, and so it does when it is not said", async () => {
  const { server, partner, who, AccountId } = await world();
  for (const force of [{}, { Force: "false" }]) {
    const answer = await server.call("DeleteAccount", { AccountId, ...force });
    assert.deepEqual([answer.status, answer.code], [409, "DeleteConflict.Account"]);
  }
  for (const by of Object.values(partner)) assert.equal(await who(by), "OK");
});

test("the installation's own account is not taken away, and no account takes away another", async () => {
  const { server, partner, other, who, AccountId } = await world();
  const own = await server.call("DeleteAccount", { AccountId: ACCOUNT, Force: "true" });
  assert.deepEqual([own.status, own.code], [404, "EntityNotExist.Account"]);
  for (const by of [...Object.values(other), partner.ann]) {
    const answer = await server.call("DeleteAccount", { AccountId, Force: "true" }, by);
    assert.equal(answer.code, "Forbidden.NoPermission");
  }
  assert.equal(await who(partner.root), "OK");
});

test("what was under way when its account was taken away leaves nobody who could call", async () => {
  const { server, store, partner, other, who, AccountId } = await world();
  const late = { UserName: "late" };
  const Force = "true";
  // All three are known by their signatures before the first of them writes.
  const [gone, made, key] = await Promise.all([
    server.call("DeleteAccount", { AccountId, Force }),
    server.call("CreateUser", late, partner.root),
    server.call("CreateAccessKey", late, partner.root),
  ]);
  assert.deepEqual([gone.code, made.code, key.code], ["OK", "OK", "OK"]);
  const pair = key.body.AccessKey as Readonly<Record<string, string>>;
  const { AccessKeyId: id = "", AccessKeySecret: secret = "" } = pair;
  assert.ok(await store.accessKey(id), "it is there all the same");
  assert.equal(await who({ id, secret }), GONE);
  assert.equal(await who(other.ann), "OK");
  assert.deepEqual(server.unexpected, []);
});
