// Attacks on authorisation: by names, by lists, by tags, by sessions and by identities. Each is refused with its code,
// and on record. The names are the attacks.
import assert from "node:assert/strict";
import test from "node:test";
import { ACCOUNT, type Answer, formRequest, type Signer, testServer } from "../support/server.ts";

const DENIED = "Forbidden.NoPermission";
const NO_SECRET = "Forbidden.ResourceNotFound";
const kms = (rest: string): string => `acs:kms:cn-hangzhou:${ACCOUNT}:${rest}`;
const ram = (rest: string): string => `acs:ram::${ACCOUNT}:${rest}`;
const allow = (Action: string | string[], Resource: string | string[] = "*", more = {}) => ({
  ...{ Effect: "Allow", Action, Resource },
  ...more,
});
const document = (...Statement: object[]): string => JSON.stringify({ Version: "1", Statement });

/** What must come out of no attack. */
const TREASURE = "dHJlYXN1cmU";

async function world() {
  const server = await testServer();
  for (const SecretName of ["prod/db", "test/db", "test/other"]) {
    const value = SecretName === "prod/db" ? "public" : TREASURE;
    await server.call("CreateSecret", { SecretName, SecretData: value, VersionId: "v1" });
  }
  const ids: string[] = [];
  for (const AliasName of ["alias/app", "alias/safe"]) {
    const { KeyId } = (await server.call("CreateKey")).body.KeyMetadata as { KeyId: string };
    await server.call("CreateAlias", { AliasName, KeyId });
    ids.push(KeyId);
  }
  const [app = "", safe = ""] = ids;
  const ann = await server.user("ann", [
    allow(["kms:GetSecretValue", "kms:DescribeSecret"], kms("secret/prod/*")),
    allow(["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*"], [kms(`key/${app}`), kms("alias/app")]),
    allow(["kms:CreateAlias", "kms:UpdateAlias"], [kms("alias/*"), kms(`key/${app}`)]),
    allow(["kms:CreateSecret", "kms:GenerateDataKey"], [kms("secret"), kms(`key/${app}`)]),
  ]);
  const { CiphertextBlob } = (
    await server.call("Encrypt", {
      KeyId: safe,
      Plaintext: Buffer.from(TREASURE).toString("base64"),
    })
  ).body;
  const call = (action: string, members: Readonly<Record<string, string>> = {}, by: Signer = ann) =>
    server.call(action, members, by);
  const read = (SecretName: string, by: Signer = ann) => call("GetSecretValue", { SecretName }, by);
  const encrypt = (KeyId: string, by: Signer = ann) =>
    call("Encrypt", { KeyId, Plaintext: "eA==" }, by);
  return { server, ann, app, safe, blob: String(CiphertextBlob), call, read, encrypt };
}

type World = Awaited<ReturnType<typeof world>>;
type Attack = readonly [string, string, (world: World) => Promise<Answer>];

/** Who may read every secret under a condition. */
const readerIf = (server: World["server"], Condition: object): Promise<Signer> =>
  server.user("eve", [allow("kms:GetSecretValue", "*", { Condition })]);

/** Who may do everything to itself and nothing to others. */
const managerOfSelf = (server: World["server"]): Promise<Signer> =>
  server.user("eve", [allow("ram:*", ram("user/eve"))]);

/** Who may do everything to one key and to every alias. */
const ownerOf = (server: World["server"], keyId: string): Promise<Signer> =>
  server.user("eve", [allow("kms:*", [kms(`key/${keyId}`), kms("alias/*")])]);

const NAMES: readonly Attack[] = [
  ["a star for a secret's name", DENIED, ({ read }) => read("*")],
  ["a star in a part of the name that is not allowed", DENIED, ({ read }) => read("test/*")],
  ["a star where the policy has one stands for itself", NO_SECRET, ({ read }) => read("prod/*")],
  ["a question mark stands for itself", NO_SECRET, ({ read }) => read("prod/d?")],
  ["a question mark in place of the part that is allowed", DENIED, ({ read }) => read("????/db")],
  ["a path that climbs out", NO_SECRET, ({ read }) => read("prod/../test/db")],
  ["a path written in percent signs", DENIED, ({ read }) => read("prod%2F..%2Ftest%2Fdb")],
  ["the allowed name behind a line break", DENIED, ({ read }) => read("test/db\nprod/db")],
  ["the allowed name before a line break", NO_SECRET, ({ read }) => read("prod/\ntest/db")],
  ["a byte of zero after the name", "InvalidParameter", ({ read }) => read("test/db\u0000prod/")],
  ["a space before the name", DENIED, ({ read }) => read(" prod/db")],
  ["a policy's pattern as a name", DENIED, ({ read }) => read("acs:kms:*:*:secret/*")],
  [
    "an ARN with a star for its account",
    DENIED,
    ({ read }) => read("acs:kms:cn-hangzhou:*:secret/prod/db"),
  ],
  ["an ARN without an account", DENIED, ({ read }) => read("acs:kms:cn-hangzhou::secret/prod/db")],
  [
    "an ARN of another account",
    DENIED,
    ({ read }) => read("acs:kms:cn-hangzhou:2002:secret/prod/db"),
  ],
  [
    "an ARN of another region",
    DENIED,
    ({ read }) => read(`acs:kms:eu-west-1:${ACCOUNT}:secret/prod/db`),
  ],
  [
    "an ARN inside an ARN",
    NO_SECRET,
    ({ read }) => read(kms(`secret/prod/${kms("secret/test/db")}`)),
  ],
  [
    "an ARN of another service",
    DENIED,
    ({ read }) => read(`acs:oss:cn-hangzhou:${ACCOUNT}:secret/prod/db`),
  ],
  ["a secret's kind in capitals", DENIED, ({ read }) => read(kms("SECRET/prod/db"))],
  [
    "an ARN's first word in capitals",
    DENIED,
    ({ read }) => read(kms("secret/prod/db").replace("acs", "ACS")),
  ],
  ["the key's ARN where a secret is wanted", DENIED, ({ app, read }) => read(kms(`key/${app}`))],
  ["a secret's ARN where a key is wanted", DENIED, ({ encrypt }) => encrypt(kms("secret/prod/db"))],
  ["another case of the name", DENIED, ({ read }) => read("PROD/db")],
  ["a Cyrillic letter that looks the same", DENIED, ({ read }) => read("pr\u043ed/db")],
  ["a slash of full width", DENIED, ({ read }) => read("prod\uff0fdb")],
  ["letters of full width", DENIED, ({ read }) => read("\uff50rod/db")],
  ["a sign of no width", DENIED, ({ read }) => read("prod\u200b/db")],
  ["writing that runs the other way", DENIED, ({ read }) => read("\u202edb/dorp")],
  [
    "a name given twice",
    "InvalidParameter",
    ({ server, ann }) => {
      const parameters = server.signed("GetSecretValue", { SecretName: "prod/db" }, ann);
      const request = formRequest(parameters);
      return server.handle({ ...request, target: "/?SecretName=test%2Fdb" });
    },
  ],
  [
    "an operation in another case",
    "InvalidAction.NotFound",
    ({ call }) => call("getsecretvalue", { SecretName: "test/db" }),
  ],
  ["an operation of the prototype", "InvalidAction.NotFound", ({ call }) => call("constructor")],
];

const KEYS: readonly Attack[] = [
  ["a key that is not allowed, by its alias", DENIED, ({ encrypt }) => encrypt("alias/safe")],
  ["by the alias's ARN", DENIED, ({ encrypt }) => encrypt(kms("alias/safe"))],
  ["an alias with a star", DENIED, ({ encrypt }) => encrypt("alias/*")],
  ["an alias in another case", DENIED, ({ encrypt }) => encrypt("ALIAS/app")],
  [
    "an alias named as an allowed key",
    DENIED,
    async ({ server, app, safe, encrypt }) => {
      await server.call("CreateAlias", { AliasName: `alias/${app}`, KeyId: safe });
      return encrypt(`alias/${app}`);
    },
  ],
  [
    "an allowed alias that was pointed at another key",
    DENIED,
    async ({ server, safe, encrypt }) => {
      await server.call("UpdateAlias", { AliasName: "alias/app", KeyId: safe });
      return encrypt("alias/app");
    },
  ],
  [
    "pointing one's alias at a key that is not allowed",
    DENIED,
    ({ call, safe }) => call("UpdateAlias", { AliasName: "alias/app", KeyId: safe }),
  ],
  [
    "taking the alias of a key that is not allowed for one's own, to be encrypted by",
    DENIED,
    async ({ server, call, app }) => {
      const eve = await ownerOf(server, app);
      return call("UpdateAlias", { AliasName: "alias/safe", KeyId: app }, eve);
    },
  ],
  [
    "taking it by its ARN",
    DENIED,
    async ({ server, call, app }) => {
      const eve = await ownerOf(server, app);
      return call("UpdateAlias", { AliasName: kms("alias/safe"), KeyId: app }, eve);
    },
  ],
  [
    "taking an alias that is not there, told as before",
    "Forbidden.AliasNotFound",
    async ({ server, call, app }) => {
      const eve = await ownerOf(server, app);
      return call("UpdateAlias", { AliasName: "alias/none", KeyId: app }, eve);
    },
  ],
  [
    "deleting the alias of a key that is not allowed",
    DENIED,
    async ({ server, call, app }) => {
      const eve = await ownerOf(server, app);
      return call("DeleteAlias", { AliasName: "alias/safe" }, eve);
    },
  ],
  [
    "making an alias of a key that is not allowed",
    DENIED,
    ({ call, safe }) => call("CreateAlias", { AliasName: "alias/mine", KeyId: safe }),
  ],
  [
    "the ciphertext of a key that is not allowed",
    DENIED,
    ({ call, blob }) => call("Decrypt", { CiphertextBlob: blob }),
  ],
  [
    "a ciphertext whose head names an allowed key",
    "InvalidParameter",
    async ({ call, app, blob, server }) => {
      const own = (await server.call("Encrypt", { KeyId: app, Plaintext: "eA==" })).body
        .CiphertextBlob;
      const [theirs, mine] = [blob, String(own)].map((each) => Buffer.from(each, "base64"));
      assert.ok(theirs && mine && theirs.length > mine.length - 8);
      // Everything but the last 40 bytes from the ciphertext that may be opened.
      const forged = Buffer.concat([mine.subarray(0, -40), theirs.subarray(-40)]);
      return call("Decrypt", { CiphertextBlob: forged.toString("base64") });
    },
  ],
  [
    "encrypting anew from a key that is not allowed to one that is",
    DENIED,
    ({ call, blob, app }) => call("ReEncrypt", { CiphertextBlob: blob, DestinationKeyId: app }),
  ],
  [
    "a dry run to find out",
    "AccessDeniedError",
    ({ call, safe }) => call("Encrypt", { KeyId: safe, Plaintext: "eA==", DryRun: "true" }),
  ],
  [
    "a secret under a key that is not allowed",
    DENIED,
    ({ call, safe }) =>
      call("CreateSecret", {
        SecretName: "mine",
        SecretData: "v",
        VersionId: "v1",
        EncryptionKeyId: safe,
      }),
  ],
  [
    "a secret under that key, by its alias",
    DENIED,
    ({ call }) =>
      call("CreateSecret", {
        SecretName: "mine",
        SecretData: "v",
        VersionId: "v1",
        EncryptionKeyId: "alias/safe",
      }),
  ],
  [
    "giving oneself a key by its policy",
    DENIED,
    ({ call, safe }) => {
      const Principal = { RAM: [ram("user/ann")] };
      return call("SetKeyPolicy", {
        KeyId: safe,
        Policy: document({ ...allow("kms:*"), Principal }),
      });
    },
  ],
];

const LISTS: readonly Attack[] = [
  ["listing every secret with rights on some", DENIED, ({ call }) => call("ListSecrets")],
  [
    "listing secrets by a filter on the name that is allowed",
    DENIED,
    ({ call }) => call("ListSecrets", { Filters: '[{"Key":"SecretName","Values":["prod/db"]}]' }),
  ],
  ["listing keys", DENIED, ({ call }) => call("ListKeys")],
  ["listing aliases", DENIED, ({ call }) => call("ListAliases")],
  [
    "listing the aliases of a key that is not allowed",
    DENIED,
    ({ call, safe }) => call("ListAliasesByKeyId", { KeyId: safe }),
  ],
  [
    "tags of everything, by naming nothing",
    DENIED,
    async ({ server, call }) => {
      const eve = await server.user("eve", [allow("kms:ListTagResources", kms("secret/prod/*"))]);
      return call("ListTagResources", { RegionId: "cn-hangzhou", ResourceType: "secret" }, eve);
    },
  ],
  [
    "a batch with one that is not allowed",
    DENIED,
    ({ call }) =>
      call("BatchGetSecretValue", {
        SecretsList: '[{"SecretName":"prod/db"},{"SecretName":"test/db"}]',
      }),
  ],
  [
    "a batch of the same name in two spellings",
    DENIED,
    ({ call }) =>
      call("BatchGetSecretValue", {
        SecretsList: JSON.stringify([
          { SecretName: "prod/db" },
          { SecretName: kms("secret/test/db") },
        ]),
      }),
  ],
  ["the record of others, by LookupEvents", "NoPermission", ({ call }) => call("LookupEvents")],
  [
    "the audit log's tiles",
    DENIED,
    ({ call }) => call("GetAuditTile", { Level: "entries", Index: "0" }),
  ],
  ["listing users", "NoPermission", ({ call }) => call("ListUsers")],
  [
    "who has a policy",
    "NoPermission",
    ({ call }) => call("ListEntitiesForPolicy", { PolicyName: "of-ann", PolicyType: "Custom" }),
  ],
];

const TAGGED = { StringEquals: { "acs:ResourceTag/team": "blue" } };

const CONDITIONS: readonly Attack[] = [
  [
    "a condition on a tag that is missing",
    DENIED,
    async ({ server, read }) => {
      return read("test/db", await readerIf(server, TAGGED));
    },
  ],
  [
    "the tag in another case",
    DENIED,
    async ({ server, read }) => {
      const eve = await readerIf(server, TAGGED);
      await server.call("TagResource", {
        SecretName: "test/db",
        Tags: '[{"TagKey":"Team","TagValue":"blue"}]',
      });
      return read("test/db", eve);
    },
  ],
  [
    "a tag whose name hides the other in it",
    DENIED,
    async ({ server, read }) => {
      const eve = await readerIf(server, TAGGED);
      await server.call("TagResource", {
        SecretName: "test/db",
        Tags: '[{"TagKey":"x/team","TagValue":"blue"}]',
      });
      return read("test/db", eve);
    },
  ],
  [
    "tagging it oneself",
    DENIED,
    async ({ server, call }) => {
      const eve = await readerIf(server, TAGGED);
      return call(
        "TagResource",
        { SecretName: "test/db", Tags: '[{"TagKey":"team","TagValue":"blue"}]' },
        eve,
      );
    },
  ],
  [
    "the tag in the request's parameters",
    DENIED,
    async ({ server, call }) => {
      const eve = await readerIf(server, TAGGED);
      return call(
        "GetSecretValue",
        {
          SecretName: "test/db",
          "acs:ResourceTag/team": "blue",
          "Tag.1.Key": "team",
          "Tag.1.Value": "blue",
        },
        eve,
      );
    },
  ],
  [
    "an address in a header that no proxy wrote",
    DENIED,
    async ({ server }) => {
      const Condition = { IpAddress: { "acs:SourceIp": "10.0.0.0/8" } };
      const eve = await readerIf(server, Condition);
      const request = formRequest(server.signed("GetSecretValue", { SecretName: "test/db" }, eve));
      const headers = {
        ...request.headers,
        "x-forwarded-for": "10.0.0.1",
        "x-real-ip": "10.0.0.1",
      };
      return server.handle({ ...request, headers, remoteAddress: "192.0.2.1" });
    },
  ],
  [
    "TLS by a header's word",
    DENIED,
    async ({ server }) => {
      const Condition = { Bool: { "acs:SecureTransport": "true" } };
      const eve = await readerIf(server, Condition);
      const request = formRequest(server.signed("GetSecretValue", { SecretName: "test/db" }, eve));
      const headers = {
        ...request.headers,
        "x-forwarded-proto": "https",
        "x-acs-secure-transport": "true",
      };
      return server.handle({ ...request, headers, secure: false });
    },
  ],
  [
    "an MFA by a parameter's word",
    DENIED,
    async ({ server, call }) => {
      const Condition = { Bool: { "acs:MFAPresent": "true" } };
      const eve = await readerIf(server, Condition);
      return call("GetSecretValue", { SecretName: "test/db", "acs:MFAPresent": "true" }, eve);
    },
  ],
];

const trust = (Principal: object, more = {}): string => {
  const statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal, ...more };
  return document(statement);
};

async function withRole({ server }: World, trusted: string, policy?: string) {
  await server.ram("CreateRole", { RoleName: "reader", AssumeRolePolicyDocument: trusted });
  if (policy !== undefined) {
    await server.ram("CreatePolicy", { PolicyName: "of-reader", PolicyDocument: policy });
    await server.ram("AttachPolicyToRole", {
      ...{ PolicyType: "Custom", PolicyName: "of-reader", RoleName: "reader" },
    });
  }
  const eve = await server.user("eve", [allow("sts:AssumeRole")]);
  return { eve, RoleArn: ram("role/reader"), RoleSessionName: "test" };
}

const EVERYBODY = trust({ RAM: [ram("root")] });

const SESSIONS: readonly Attack[] = [
  [
    "a session policy wider than its role",
    DENIED,
    async (each) => {
      const { eve, ...role } = await withRole(
        each,
        EVERYBODY,
        document(allow("kms:GetSecretValue", kms("secret/prod/*"))),
      );
      return each.read(
        "test/db",
        await each.server.session(eve, { ...role, Policy: document(allow("*")) }),
      );
    },
  ],
  [
    "a session that widens itself by assuming its role again",
    "NoPermission",
    async (each) => {
      const { eve, ...role } = await withRole(each, EVERYBODY, document(allow("*")));
      // A role can be named when it is there.
      await each.server.ram("UpdateRole", {
        RoleName: "reader",
        NewAssumeRolePolicyDocument: trust({ RAM: [ram("root"), ram("role/reader")] }),
      });
      const narrow = await each.server.session(eve, {
        ...role,
        Policy: document(allow("kms:GetSecretValue")),
      });
      return each.call("AssumeRole", role, narrow);
    },
  ],
  [
    "a session policy that a key's policy would go round",
    DENIED,
    async (each) => {
      const { eve, ...role } = await withRole(each, EVERYBODY);
      const Principal = { RAM: [ram("role/reader")] };
      await each.server.call("SetKeyPolicy", {
        KeyId: each.safe,
        Policy: document({ ...allow("kms:*"), Principal }),
      });
      const narrow = await each.server.session(eve, {
        ...role,
        Policy: document(allow("kms:DescribeKey")),
      });
      return each.encrypt(each.safe, narrow);
    },
  ],
  [
    "a role that trusts another",
    "NoPermission",
    async (each) => {
      const { eve, ...role } = await withRole(
        each,
        trust({ RAM: [ram("user/ann")] }),
        document(allow("*")),
      );
      return each.call("AssumeRole", role, eve);
    },
  ],
  [
    "a role without the right to assume it",
    "NoPermission",
    async (each) => {
      const { eve: _, ...role } = await withRole(each, EVERYBODY, document(allow("*")));
      return each.call("AssumeRole", role);
    },
  ],
  [
    "a role without the external id",
    "NoPermission",
    async (each) => {
      const Condition = { StringEquals: { "sts:ExternalId": "e1" } };
      const { eve, ...role } = await withRole(each, trust({ RAM: [ram("root")] }, { Condition }));
      return each.call("AssumeRole", role, eve);
    },
  ],
  [
    "a role by a star in its ARN",
    "InvalidParameter.RoleArn",
    async (each) => {
      const { eve, ...role } = await withRole(each, EVERYBODY);
      return each.call("AssumeRole", { ...role, RoleArn: ram("role/*") }, eve);
    },
  ],
  [
    "a session that makes itself an AccessKey",
    "NoPermission",
    async (each) => {
      const { eve, ...role } = await withRole(each, EVERYBODY, document(allow("kms:*")));
      return each.call("CreateAccessKey", {}, await each.server.session(eve, role));
    },
  ],
  [
    "the account itself as a role",
    "NoPermission",
    async (each) => {
      const { eve: _, ...role } = await withRole(each, EVERYBODY);
      return each.server.call("AssumeRole", role);
    },
  ],
];

const IDENTITIES: readonly Attack[] = [
  [
    "attaching the administrator's policy to oneself",
    "NoPermission",
    async ({ server, call }) => {
      const eve = await managerOfSelf(server);
      return call(
        "AttachPolicyToUser",
        { PolicyType: "System", PolicyName: "AdministratorAccess", UserName: "eve" },
        eve,
      );
    },
  ],
  [
    "a new version of one's own policy",
    "NoPermission",
    async ({ server, call }) => {
      const eve = await managerOfSelf(server);
      return call(
        "CreatePolicyVersion",
        { PolicyName: "of-eve", PolicyDocument: document(allow("*")), SetAsDefault: "true" },
        eve,
      );
    },
  ],
  [
    "going into the administrators' group",
    "NoPermission",
    async ({ server, call }) => {
      await server.ram("CreateGroup", { GroupName: "admins" });
      const eve = await managerOfSelf(server);
      return call("AddUserToGroup", { UserName: "eve", GroupName: "admins" }, eve);
    },
  ],
  [
    "an AccessKey of somebody else",
    "NoPermission",
    async ({ server, call }) => {
      const eve = await managerOfSelf(server);
      return call("CreateAccessKey", { UserName: "ann" }, eve);
    },
  ],
  [
    "an AccessKey of somebody else, deleted under one's own name",
    "EntityNotExist.User.AccessKey",
    async ({ server, call, ann }) => {
      const eve = await managerOfSelf(server);
      return call("DeleteAccessKey", { UserName: "eve", UserAccessKeyId: ann.id }, eve);
    },
  ],
  [
    "a role that trusts oneself",
    "NoPermission",
    async ({ server, call }) => {
      const eve = await managerOfSelf(server);
      await server.ram("CreateRole", { RoleName: "admin", AssumeRolePolicyDocument: EVERYBODY });
      return call(
        "UpdateRole",
        { RoleName: "admin", NewAssumeRolePolicyDocument: trust({ RAM: [ram("user/eve")] }) },
        eve,
      );
    },
  ],
  [
    "a user named in look-alike letters",
    "InvalidParameter.UserName.InvalidChars",
    ({ server }) => server.call("CreateUser", { UserName: "\u0430nn" }),
  ],
  [
    "a user named as another in capitals",
    "EntityAlreadyExists.User",
    ({ server }) => server.call("CreateUser", { UserName: "ANN" }),
  ],
  [
    "taking the name that a denial speaks of",
    "NoPermission",
    async ({ server, call }) => {
      const eve = await server.user("eve", [allow("ram:UpdateUser", ram("user/eve"))]);
      return call("UpdateUser", { UserName: "ann", NewUserName: "bob" }, eve);
    },
  ],
  ["turning the root key", DENIED, ({ call }) => call("RotateRootKey")],
  ["an account of one's own", DENIED, ({ call }) => call("CreateAccount", { AccountName: "mine" })],
];

for (const [attack, code, run] of [
  ...[NAMES, KEYS, LISTS, CONDITIONS, SESSIONS, IDENTITIES].flat(),
]) {
  test(`${attack}: ${code}`, async () => {
    const each = await world();
    const { code: found, status, body } = await run(each);
    assert.equal(found, code);
    assert.ok(status >= 400);
    assert.doesNotMatch(JSON.stringify(body), new RegExp(`${TREASURE}|public`));
    const recorded = await each.server.events();
    assert.equal(recorded.at(-1)?.errorCode, code, "it is on record");
    assert.equal(recorded.at(-1)?.eventId, body.RequestId);
    assert.deepEqual(each.server.unexpected, []);
  });
}

test("what is allowed is given in the same world", async () => {
  const { server, call, read, encrypt, app } = await world();
  assert.equal((await read("prod/db")).body.SecretData, "public");
  assert.equal((await read(kms("secret/prod/db"))).code, "OK");
  assert.equal((await encrypt("alias/app")).code, "OK");
  assert.equal((await encrypt(app)).code, "OK");
  const eve = await ownerOf(server, app);
  const own = { AliasName: "alias/app" };
  assert.equal((await call("UpdateAlias", { ...own, KeyId: app }, eve)).code, "OK");
  assert.equal((await call("DeleteAlias", own, eve)).code, "OK");
});

test("who may use neither key is told the same of an alias that is there and of one that is not", async () => {
  const { server, call, safe } = await world();
  const eve = await server.user("eve", [allow("kms:*", kms("alias/*"))]);
  const told = async (AliasName: string) => {
    const { status, body } = await call("UpdateAlias", { AliasName, KeyId: safe }, eve);
    const { RequestId: _, ...rest } = body;
    return [status, rest];
  };
  assert.deepEqual(await told("alias/app"), await told("alias/none"));
});

test("asking another account for its roles one by one: those that are there are refused as those that are not", async () => {
  const { server } = await world();
  const trust = document({ ...allow("sts:AssumeRole"), Principal: { RAM: [ram("root")] } });
  const { Resource: _, ...trusted } = JSON.parse(trust).Statement[0];
  await server.ram("CreateRole", {
    RoleName: "prod-admin",
    AssumeRolePolicyDocument: document(trusted),
  });
  const evil = await server.account("evil");
  const eve = await server.user("eve", [allow("sts:AssumeRole")], evil);
  const told = async (name: string) => {
    const asked = { RoleArn: ram(`role/${name}`), RoleSessionName: "eve" };
    const { status, code, body } = await server.call("AssumeRole", asked, eve);
    return { status, code, ...body, RequestId: "" };
  };
  const there = await told("prod-admin");
  assert.deepEqual([there.status, there.code], [403, "NoPermission"]);
  assert.deepEqual(await told("prod-nobody"), there);
});
