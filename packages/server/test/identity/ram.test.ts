// Laws of RAM: users, AccessKeys, groups, roles, policies and what is attached to whom.
import assert from "node:assert/strict";
import test from "node:test";
import { MemoryStore } from "@coffer/store";
import { testServer } from "../support/server.ts";

const RAM = { Version: "2015-05-01" };
const ALLOW = { Effect: "Allow", Action: "kms:ListSecrets", Resource: "*" };
const DOCUMENT = JSON.stringify({ Version: "1", Statement: [ALLOW] });
const TRUST = JSON.stringify({
  Version: "1",
  Statement: [
    {
      ...{ Effect: "Allow", Action: "sts:AssumeRole" },
      Principal: { RAM: ["acs:ram::1234567890123456:root"] },
    },
  ],
});

async function ram() {
  const server = await testServer();
  const code = async (action: string, members: Readonly<Record<string, string>>) =>
    (await server.call(action, { ...RAM, ...members })).code;
  const done = async (action: string, members: Readonly<Record<string, string>> = {}) =>
    server.ram(action, members);
  return { server, code, done };
}

const at = (body: unknown, path: string): unknown =>
  path
    .split(".")
    .reduce<unknown>((value, name) => (value as Record<string, unknown>)?.[name], body);

const namesOf = (body: unknown, path: string, member: string): unknown[] =>
  (at(body, path) as Record<string, unknown>[]).map((each) => each[member]);

test("a user comes back as it was made, by its name in any case", async () => {
  const { server, done } = await ram();
  const given = { DisplayName: "Ann B.", Email: "ann@example.com", MobilePhone: "86-18600008888" };
  const made = await done("CreateUser", { UserName: "Ann", Comments: "hi", ...given });
  const { User: user } = await done("GetUser", { UserName: "aNN" });
  assert.deepEqual(user, {
    ...(made.User as object),
    ...{ UserName: "Ann", Comments: "hi", ...given },
    ...{ CreateDate: "2026-11-24T08:00:00Z", UpdateDate: "2026-11-24T08:00:00Z" },
    LastLoginDate: "",
  });
  assert.match(String(at(made, "User.UserId")), /^2\d{17}$/);
  assert.deepEqual(server.unexpected, []);
});

const FAULTS: readonly (readonly [string, Readonly<Record<string, string>>, string])[] = [
  ["CreateUser", {}, "MissingParameter"],
  ["CreateUser", { UserName: "a b" }, "InvalidParameter.UserName.InvalidChars"],
  ["CreateUser", { UserName: "a*" }, "InvalidParameter.UserName.InvalidChars"],
  ["CreateUser", { UserName: "\u0430nn" }, "InvalidParameter.UserName.InvalidChars"],
  ["CreateUser", { UserName: "a".repeat(65) }, "InvalidParameter.UserName.Length"],
  ["CreateUser", { UserName: "u", Comments: "c".repeat(129) }, "InvalidParameter.Comments.Length"],
  ["CreateUser", { UserName: "u", Email: "nowhere" }, "InvalidParameter.Email.Format"],
  ["CreateUser", { UserName: "ANN" }, "EntityAlreadyExists.User"],
  ["GetUser", { UserName: "bob" }, "EntityNotExist.User"],
  ["UpdateUser", { UserName: "bob" }, "EntityNotExist.User"],
  [
    "UpdateUser",
    { UserName: "ann", NewUserName: "c/d" },
    "InvalidParameter.NewUserName.InvalidChars",
  ],
  ["DeleteUser", { UserName: "bob" }, "EntityNotExist.User"],
  ["CreateAccessKey", { UserName: "bob" }, "EntityNotExist.User"],
  ["DeleteAccessKey", { UserName: "ann", UserAccessKeyId: "x" }, "EntityNotExist.User.AccessKey"],
  [
    "UpdateAccessKey",
    { UserName: "ann", UserAccessKeyId: "x", Status: "active" },
    "InvalidParameter",
  ],
  [
    "CreatePolicy",
    { PolicyName: "p_q", PolicyDocument: DOCUMENT },
    "InvalidParameter.PolicyName.InvalidChars",
  ],
  ["CreatePolicy", { PolicyName: "p", PolicyDocument: "{}" }, "MalformedPolicyDocument"],
  [
    "CreatePolicy",
    { PolicyName: "p", PolicyDocument: " ".repeat(7000) },
    "InvalidParameter.PolicyDocument.Length",
  ],
  [
    "CreatePolicy",
    { PolicyName: "ReadOnlyAccess", PolicyDocument: DOCUMENT },
    "EntityAlreadyExists.Policy",
  ],
  ["GetPolicy", { PolicyType: "Custom", PolicyName: "p" }, "EntityNotExist.Policy"],
  ["GetPolicy", { PolicyType: "Other", PolicyName: "p" }, "InvalidParameter.PolicyType"],
  [
    "GetPolicyVersion",
    { PolicyType: "Custom", PolicyName: "p", VersionId: "1" },
    "InvalidParameter.VersionId.Format",
  ],
  [
    "CreatePolicyVersion",
    { PolicyName: "ReadOnlyAccess", PolicyDocument: DOCUMENT },
    "EntityNotExist.Policy",
  ],
  [
    "AttachPolicyToUser",
    { PolicyType: "System", PolicyName: "Nope", UserName: "ann" },
    "EntityNotExist.Policy",
  ],
  [
    "DetachPolicyFromUser",
    { PolicyType: "System", PolicyName: "ReadOnlyAccess", UserName: "ann" },
    "EntityNotExist.User.Policy",
  ],
  [
    "AttachPolicyToGroup",
    { PolicyType: "System", PolicyName: "ReadOnlyAccess", GroupName: "g" },
    "EntityNotExist.Group",
  ],
  [
    "AttachPolicyToRole",
    { PolicyType: "System", PolicyName: "ReadOnlyAccess", RoleName: "r" },
    "EntityNotExist.Role",
  ],
  [
    "CreateRole",
    { RoleName: "r_s", AssumeRolePolicyDocument: TRUST },
    "InvalidParameter.RoleName.InvalidChars",
  ],
  ["CreateRole", { RoleName: "r", AssumeRolePolicyDocument: DOCUMENT }, "MalformedPolicyDocument"],
  [
    "CreateRole",
    { RoleName: "r", AssumeRolePolicyDocument: TRUST, MaxSessionDuration: "60" },
    "InvalidParameter",
  ],
  ["GetRole", { RoleName: "r" }, "EntityNotExist.Role"],
  ["AddUserToGroup", { UserName: "ann", GroupName: "g" }, "EntityNotExist.Group"],
  ["RemoveUserFromGroup", { UserName: "bob", GroupName: "g" }, "EntityNotExist.User"],
  ["ListUsers", { Marker: "made-up" }, "InvalidParameter"],
  ["ListUsers", { MaxItems: "0" }, "InvalidParameter"],
  ["ListGroups", { MaxItems: "101" }, "InvalidParameter"],
  [
    "UpdateOIDCProvider",
    { Version: "2019-08-15", OIDCProviderName: "p", NewDescription: "d".repeat(1025) },
    "InvalidParameter.NewDescription.Length",
  ],
];

for (const [action, members, expected] of FAULTS) {
  test(`${action} ${JSON.stringify(members).slice(0, 60)} is ${expected}`, async () => {
    const { server, code, done } = await ram();
    await done("CreateUser", { UserName: "ann" });
    assert.equal(await code(action, members), expected);
    assert.deepEqual(server.unexpected, []);
  });
}

test("a document that is refused says once what is wrong, and where", async () => {
  const { server } = await ram();
  const document = JSON.stringify({ Version: "1", Statement: [{ ...ALLOW, Effect: "allow" }] });
  const policy = { ...RAM, PolicyName: "p", PolicyDocument: document };
  const { body } = await server.call("CreatePolicy", policy);
  assert.equal(body.Message, "`Effect` must be `Allow` or `Deny`. ($.Statement[0].Effect)");
  // Where upstream's sentence is fixed, what is wrong stands beside it.
  const ofKey = await server.call("CreateKey", { Policy: document });
  const place = "($.Statement[0].Effect: `Effect` must be `Allow` or `Deny`.)";
  assert.equal(ofKey.body.Message, `The specified parameter "Policy" is not valid. ${place}`);
  const long = { ...policy, PolicyDocument: " ".repeat(7000) };
  const { body: tooLong } = await server.call("CreatePolicy", long);
  assert.equal(tooLong.Message, 'The parameter - "PolicyDocument" beyond the length limit.');
});

test("a user is deleted only when nothing hangs on it", async () => {
  const { code, done } = await ram();
  const ann = { UserName: "ann" };
  const read = { PolicyType: "System", PolicyName: "ReadOnlyAccess" };
  await done("CreateUser", ann);
  await done("CreateGroup", { GroupName: "g" });
  await done("AddUserToGroup", { ...ann, GroupName: "g" });
  const { AccessKey } = await done("CreateAccessKey", ann);
  await done("AttachPolicyToUser", { ...ann, ...read });
  assert.equal(await code("DeleteUser", ann), "DeleteConflict.User.Group");
  await done("RemoveUserFromGroup", { ...ann, GroupName: "g" });
  assert.equal(await code("DeleteUser", ann), "DeleteConflict.User.AccessKey");
  const id = String((AccessKey as { AccessKeyId: string }).AccessKeyId);
  await done("DeleteAccessKey", { ...ann, UserAccessKeyId: id });
  assert.equal(await code("DeleteUser", ann), "DeleteConflict.User.Policy");
  await done("DetachPolicyFromUser", { ...ann, ...read });
  await done("DeleteUser", ann);
  assert.equal(await code("GetUser", ann), "EntityNotExist.User");
});

test("renaming keeps id, AccessKeys and policies; a taken name is refused", async () => {
  const { code, done } = await ram();
  const made = await done("CreateUser", { UserName: "ann" });
  await done("CreateUser", { UserName: "bob" });
  await done("CreateAccessKey", { UserName: "ann" });
  const rename = (NewUserName: string) => ({ UserName: "ann", NewUserName });
  assert.equal(await code("UpdateUser", rename("BOB")), "EntityAlreadyExists.User");
  await done("UpdateUser", rename("Anna"));
  assert.equal(await code("GetUser", { UserName: "ann" }), "EntityNotExist.User");
  const found = await done("GetUser", { UserName: "anna" });
  assert.equal(at(found, "User.UserId"), at(made, "User.UserId"));
  const keys = await done("ListAccessKeys", { UserName: "anna" });
  assert.equal(namesOf(keys, "AccessKeys.AccessKey", "AccessKeyId").length, 1);
});

test("at most two AccessKeys, whatever their status; the secret is told once", async () => {
  const { code, done } = await ram();
  await done("CreateUser", { UserName: "ann" });
  const made = await done("CreateAccessKey", { UserName: "ann" });
  assert.match(String(at(made, "AccessKey.AccessKeySecret")), /^[A-Za-z0-9]{30}$/);
  const id = String(at(made, "AccessKey.AccessKeyId"));
  const key = { UserName: "ann", UserAccessKeyId: id };
  await done("UpdateAccessKey", { ...key, Status: "Inactive" });
  await done("CreateAccessKey", { UserName: "ann" });
  assert.equal(await code("CreateAccessKey", { UserName: "ann" }), "LimitExceeded.User.AccessKey");
  const listed = await done("ListAccessKeys", { UserName: "ann" });
  assert.doesNotMatch(JSON.stringify(listed), /Secret/);
  assert.deepEqual(namesOf(listed, "AccessKeys.AccessKey", "Status").sort(), [
    "Active",
    "Inactive",
  ]);
  assert.equal(at(await done("GetAccessKeyLastUsed", key), "AccessKeyLastUsed.LastUsedDate"), "");
});

test("another's AccessKey is not there, and the root's last active one stays", async () => {
  const { server, code, done } = await ram();
  const key = await server.user("ann");
  await done("CreateUser", { UserName: "bob" });
  const other = { UserName: "bob", UserAccessKeyId: key.id };
  assert.equal(await code("DeleteAccessKey", other), "EntityNotExist.User.AccessKey");
  const own = { UserAccessKeyId: "LTAI5tFakeAccessKey01" };
  assert.equal(await code("DeleteAccessKey", own), "NotSupport.Account");
  assert.equal(await code("UpdateAccessKey", { ...own, Status: "Inactive" }), "NotSupport.Account");
  await done("CreateAccessKey");
  await done("DeleteAccessKey", own);
});

test("pages are complete, in order and without repetition, and an empty list is a list", async () => {
  const { done } = await ram();
  assert.deepEqual(at(await done("ListUsers"), "Users.User"), []);
  const names = ["b", "A", "c", "Z", "a1", "m", "k"];
  for (const name of names) await done("CreateUser", { UserName: name });
  const seen: unknown[] = [];
  let marker: unknown = "";
  do {
    const members = marker === "" ? {} : { Marker: String(marker) };
    const page = await done("ListUsers", { MaxItems: "3", ...members });
    seen.push(...namesOf(page, "Users.User", "UserName"));
    marker = page.Marker;
    assert.equal(page.IsTruncated, marker !== undefined);
  } while (marker !== undefined);
  assert.deepEqual(seen, ["A", "a1", "b", "c", "k", "m", "Z"]);
});

test("policies: five versions, one in force, its text as it was given", async () => {
  const { code, done } = await ram();
  const p = { PolicyName: "P-1" };
  await done("CreatePolicy", { ...p, PolicyDocument: DOCUMENT, Description: "d" });
  for (let index = 2; index <= 5; index += 1) {
    await done("CreatePolicyVersion", { ...p, PolicyDocument: ` ${DOCUMENT}` });
  }
  const one = { ...p, PolicyDocument: DOCUMENT };
  assert.equal(await code("CreatePolicyVersion", one), "LimitExceeded.Policy.Version");
  const rotate = { RotateStrategy: "DeleteOldestNonDefaultVersionWhenLimitExceeded" };
  await done("CreatePolicyVersion", { ...one, ...rotate, SetAsDefault: "true" });
  const custom = { ...p, PolicyType: "Custom" };
  const versions = await done("ListPolicyVersions", custom);
  assert.deepEqual(namesOf(versions, "PolicyVersions.PolicyVersion", "VersionId"), [
    ...["v1", "v3", "v4", "v5", "v6"],
  ]);
  const found = await done("GetPolicy", custom);
  assert.equal(at(found, "DefaultPolicyVersion.VersionId"), "v6");
  assert.equal(at(found, "Policy.AttachmentCount"), 0);
  const third = await done("GetPolicyVersion", { ...custom, VersionId: "v3" });
  assert.equal(at(third, "PolicyVersion.PolicyDocument"), ` ${DOCUMENT}`);
  const version = (VersionId: string) => ({ ...p, VersionId });
  assert.equal(
    await code("DeletePolicyVersion", version("v6")),
    "DeleteConflict.Policy.Version.Default",
  );
  assert.equal(await code("DeletePolicyVersion", version("v2")), "EntityNotExist.Policy.Version");
  await done("SetDefaultPolicyVersion", version("v1"));
  assert.equal(await code("DeletePolicy", p), "DeleteConflict.Policy.Version");
  for (const each of ["v3", "v4", "v5"]) await done("DeletePolicyVersion", version(each));
  await done("UpdatePolicyDescription", { ...p, NewDescription: "e" });
  assert.equal(at(await done("GetPolicy", custom), "Policy.Description"), "e");
  await done("DeletePolicy", { ...p, CascadingDelete: "true" });
  assert.equal(await code("GetPolicy", custom), "EntityNotExist.Policy");
});

test("a policy in force for anybody is not deleted, and says for whom it is", async () => {
  const { code, done } = await ram();
  const p = { PolicyName: "P" };
  const custom = { ...p, PolicyType: "Custom" };
  await done("CreatePolicy", { ...p, PolicyDocument: DOCUMENT });
  await done("CreateUser", { UserName: "ann" });
  await done("CreateGroup", { GroupName: "g" });
  await done("CreateRole", { RoleName: "r", AssumeRolePolicyDocument: TRUST });
  const places = [
    ["User", "ann"],
    ["Group", "g"],
    ["Role", "r"],
  ] as const;
  for (const [kind, name] of places) {
    const attached = { ...custom, [`${kind}Name`]: name };
    await done(`AttachPolicyTo${kind}`, attached);
    assert.equal(
      await code(`AttachPolicyTo${kind}`, attached),
      `EntityAlreadyExists.${kind}.Policy`,
    );
    const listed = await done(`ListPoliciesFor${kind}`, { [`${kind}Name`]: name });
    assert.deepEqual(namesOf(listed, "Policies.Policy", "PolicyName"), ["P"]);
  }
  const entities = await done("ListEntitiesForPolicy", custom);
  assert.deepEqual(namesOf(entities, "Users.User", "UserName"), ["ann"]);
  assert.deepEqual(namesOf(entities, "Groups.Group", "GroupName"), ["g"]);
  assert.deepEqual(namesOf(entities, "Roles.Role", "RoleName"), ["r"]);
  assert.equal(at(await done("GetPolicy", custom), "Policy.AttachmentCount"), 3);
  for (const [kind, name] of places) {
    assert.match(await code("DeletePolicy", p), /^DeleteConflict\.Policy\.(User|Group|Role)$/);
    const detached = { ...custom, [`${kind}Name`]: name };
    await done(`DetachPolicyFrom${kind}`, detached);
    assert.equal(await code(`DetachPolicyFrom${kind}`, detached), `EntityNotExist.${kind}.Policy`);
  }
  await done("DeletePolicy", p);
});

test("limits of attachments: ten custom policies for a user, five for a group or role", async () => {
  const { code, done } = await ram();
  await done("CreateUser", { UserName: "ann" });
  await done("CreateGroup", { GroupName: "g" });
  for (let index = 0; index < 11; index += 1) {
    await done("CreatePolicy", { PolicyName: `P${index}`, PolicyDocument: DOCUMENT });
  }
  const attach = (kind: "User" | "Group", name: string, index: number) =>
    code(`AttachPolicyTo${kind}`, {
      ...{ PolicyType: "Custom", PolicyName: `P${index}`, [`${kind}Name`]: name },
    });
  for (let index = 0; index < 10; index += 1)
    assert.equal(await attach("User", "ann", index), "OK");
  assert.equal(await attach("User", "ann", 10), "LimitExceeded.User.Policy");
  for (let index = 0; index < 5; index += 1) assert.equal(await attach("Group", "g", index), "OK");
  assert.equal(await attach("Group", "g", 5), "LimitExceeded.Group.Policy");
  const system = { PolicyType: "System", PolicyName: "readonlyaccess", GroupName: "g" };
  assert.equal(await code("AttachPolicyToGroup", system), "OK");
});

test("system policies are listed first, and custom ones after them, over any pages", async () => {
  const { done } = await ram();
  for (const name of ["Z", "A"]) {
    await done("CreatePolicy", { PolicyName: name, PolicyDocument: DOCUMENT });
  }
  const all: unknown[] = [];
  let marker: string | undefined;
  do {
    const members: Record<string, string> = marker === undefined ? {} : { Marker: marker };
    const page = await done("ListPolicies", { MaxItems: "4", ...members });
    all.push(...namesOf(page, "Policies.Policy", "PolicyName"));
    marker = page.Marker as string | undefined;
  } while (marker !== undefined);
  const system = namesOf(
    await done("ListPolicies", { PolicyType: "System" }),
    ...(["Policies.Policy", "PolicyName"] as const),
  );
  assert.deepEqual(all, [...system, "A", "Z"]);
  assert.ok(system.includes("AdministratorAccess"));
});

test("groups: five for a user, members in pages, deleted when empty", async () => {
  const { code, done } = await ram();
  for (const name of ["ann", "bob", "cid"]) await done("CreateUser", { UserName: name });
  for (let index = 0; index < 6; index += 1) await done("CreateGroup", { GroupName: `g${index}` });
  const join = (user: string, index: number) =>
    code("AddUserToGroup", { UserName: user, GroupName: `g${index}` });
  for (let index = 0; index < 5; index += 1) assert.equal(await join("ann", index), "OK");
  assert.equal(await join("ann", 0), "EntityAlreadyExists.User.Group");
  assert.equal(await join("ann", 5), "LimitExceeded.User.Group");
  assert.equal(await join("bob", 0), "OK");
  assert.equal(await join("cid", 0), "OK");
  const groups = await done("ListGroupsForUser", { UserName: "ann" });
  assert.equal(namesOf(groups, "Groups.Group", "GroupName").length, 5);
  const first = await done("ListUsersForGroup", { GroupName: "g0", MaxItems: "2" });
  const rest = await done("ListUsersForGroup", { GroupName: "g0", Marker: String(first.Marker) });
  const users = [first, rest].flatMap((page) => namesOf(page, "Users.User", "UserName"));
  assert.deepEqual(users.sort(), ["ann", "bob", "cid"]);
  assert.equal(await code("DeleteGroup", { GroupName: "g0" }), "DeleteConflict.Group.User");
  await done("UpdateGroup", { GroupName: "g5", NewGroupName: "h", NewComments: "c" });
  assert.equal(at(await done("GetGroup", { GroupName: "H" }), "Group.Comments"), "c");
  await done("DeleteGroup", { GroupName: "h" });
});

test("roles: trust policy, longest session and tags, changed and found again", async () => {
  const { done } = await ram();
  const tags = { "Tag.1.Key": "team", "Tag.1.Value": "x" };
  const r = { RoleName: "R" };
  const made = await done("CreateRole", { ...r, AssumeRolePolicyDocument: TRUST, ...tags });
  assert.equal(at(made, "Role.MaxSessionDuration"), 3600);
  assert.equal(at(made, "Role.Arn"), "acs:ram::1234567890123456:role/R");
  const change = { NewMaxSessionDuration: "7200", NewDescription: "d" };
  await done("UpdateRole", { RoleName: "r", ...change, NewAssumeRolePolicyDocument: ` ${TRUST}` });
  const { Role: role } = await done("GetRole", r);
  assert.deepEqual(role, {
    ...(made.Role as object),
    ...{ MaxSessionDuration: 7200, Description: "d", AssumeRolePolicyDocument: ` ${TRUST}` },
    UpdateDate: "2026-11-24T08:00:00Z",
  });
  await done("CreateRole", { RoleName: "S", AssumeRolePolicyDocument: TRUST });
  const tagged = await done("ListRoles", { "Tag.1.Key": "team" });
  assert.deepEqual(at(tagged, "Roles.Role.0.Tags"), { Tag: [{ TagKey: "team", TagValue: "x" }] });
  assert.deepEqual(namesOf(tagged, "Roles.Role", "RoleName"), ["R"]);
  await done("DeleteRole", r);
});

test("an AccessKey's last use is told to about a minute, and reading writes nothing for it", async () => {
  const store = new MemoryStore();
  const server = await testServer({ store });
  const ann = await server.user("ann");
  const run = async () => {
    for (const work of server.work) await work.run(server.now);
  };
  const asked = { UserName: "ann", UserAccessKeyId: ann.id };
  const lastUse = async () => {
    const { AccessKeyLastUsed } = await server.ram("GetAccessKeyLastUsed", asked);
    return (AccessKeyLastUsed as { LastUsedDate: string }).LastUsedDate;
  };
  await run();
  assert.equal(await lastUse(), "");
  const uses: number[] = [];
  const note = store.noteAccessKeyUses.bind(store);
  store.noteAccessKeyUses = (given) => {
    uses.push(given.filter(({ id }) => id === ann.id).length);
    return note(given);
  };
  for (let second = 0; second < 180; second += 1) {
    server.now += 1_000;
    await server.call("ListKeys", {}, ann);
    if (second % 10 === 0) await run();
  }
  await run();
  const written = uses.reduce((sum, count) => sum + count, 0);
  assert.ok(written >= 3 && written <= 4, `${written} writes in three minutes`);
  const told = Date.parse(await lastUse());
  assert.ok(server.now - told <= 70_000);
  // A key that is gone meanwhile is nobody's.
  server.now += 100_000;
  await server.call("ListKeys", {}, ann);
  await server.ram("DeleteAccessKey", asked);
  await run();
  assert.equal(await store.accessKeyLastUse(ann.id), undefined);
  assert.deepEqual(server.unexpected, []);
});
