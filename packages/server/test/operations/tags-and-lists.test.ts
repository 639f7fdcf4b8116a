// Tags through both families of operations, and lists: filters, pages, tokens.
import assert from "node:assert/strict";
import test from "node:test";
import { REGION, type TestServer, testServer } from "../support/server.ts";

async function create(server: TestServer, SecretName: string, more: Record<string, string> = {}) {
  const members = { SecretName, SecretData: "x", VersionId: "v1", ...more };
  assert.equal((await server.call("CreateSecret", members)).code, "OK");
}

const tag = (key: string, value = "v") => ({ TagKey: key, TagValue: value });
const many = (count: number) =>
  JSON.stringify(Array.from({ length: count }, (_, index) => tag(`k${index}`)));

async function tagsOf(server: TestServer, SecretName: string) {
  const { body } = await server.call("DescribeSecret", { SecretName, FetchTags: "true" });
  const { Tag } = body.Tags as { Tag: { TagKey: string; TagValue: string }[] };
  return Object.fromEntries(Tag.map(({ TagKey, TagValue }) => [TagKey, TagValue]));
}

test("both families of tag operations see the same tags", async () => {
  const server = await testServer();
  await create(server, "s", { Tags: JSON.stringify([tag("a")]) });
  await server.call("TagResource", {
    SecretName: "s",
    Tags: JSON.stringify([tag("b"), tag("a", "2")]),
  });
  const one = { RegionId: REGION, ResourceType: "secret", "ResourceId.1": "s" };
  await server.call("TagResources", { ...one, "Tag.1.Key": "c", "Tag.1.Value": "" });
  assert.deepEqual(await tagsOf(server, "s"), { a: "2", b: "v", c: "" });
  await server.call("UntagResource", { SecretName: "s", TagKeys: "a,unknown" });
  await server.call("UntagResources", { ...one, "TagKey.1": "b" });
  assert.deepEqual(await tagsOf(server, "s"), { c: "" });
  const { body } = await server.call("ListTagResources", one);
  assert.deepEqual(body.TagResources, {
    TagResource: [{ ResourceId: "s", ResourceType: "secret", TagKey: "c", TagValue: "" }],
  });
  await server.call("TagResources", { ...one, "Tag.1.Key": "d", "Tag.1.Value": "" });
  await server.call("UntagResources", { ...one, All: "true", "TagKey.1": "d" });
  assert.deepEqual(await tagsOf(server, "s"), { c: "" }, "`All` means nothing beside names");
  await server.call("UntagResources", { ...one, All: "true" });
  assert.deepEqual(await tagsOf(server, "s"), {});
});

test("tags have limits, each with its code", async () => {
  const server = await testServer();
  await create(server, "s");
  const codeOf = async (tags: unknown) =>
    (await server.call("TagResource", { SecretName: "s", Tags: JSON.stringify(tags) })).code;
  assert.equal(await codeOf([tag("x".repeat(128), "y".repeat(128))]), "OK");
  assert.equal(await codeOf([tag("x".repeat(129))]), "InvalidParameter.TagKey");
  assert.equal(await codeOf([tag("")]), "InvalidParameter.TagKey");
  assert.equal(await codeOf([tag("aliyun-x")]), "InvalidParameter.TagKey");
  assert.equal(await codeOf([tag("acs:x")]), "InvalidParameter.TagKey");
  assert.equal(await codeOf([tag("a", "y".repeat(129))]), "InvalidParameter.TagValue");
  assert.equal(await codeOf([tag("a", "a?b")]), "InvalidParameter.TagValue");
  assert.equal(await codeOf([tag("a"), tag("a")]), "Duplicate.TagKey");
  assert.equal(await codeOf([{ TagValue: "x" }]), "InvalidParameter");
  await create(server, "t", { Tags: many(20) });
  const more = await server.call("TagResource", {
    SecretName: "t",
    Tags: JSON.stringify([tag("k21")]),
  });
  assert.deepEqual([more.status, more.code], [400, "Rejected.LimitExceeded"]);
  assert.equal((await server.call("TagResource", { SecretName: "t", Tags: many(20) })).code, "OK");
  const one = { RegionId: REGION, ResourceType: "secret", "ResourceId.1": "t" };
  const added = await server.call("TagResources", { ...one, "Tag.1.Key": "k21" });
  assert.equal(added.code, "Rejected.LimitExceeded");
  assert.equal((await server.call("TagResources", { ...one, "Tag.1.Key": "k1" })).code, "OK");
  assert.equal(Object.keys(await tagsOf(server, "t")).length, 20);
});

test("a call on several resources writes all or nothing", async () => {
  const server = await testServer();
  await create(server, "a");
  const two = {
    RegionId: REGION,
    ResourceType: "secret",
    "ResourceId.1": "a",
    "ResourceId.2": "nobody",
  };
  const answer = await server.call("TagResources", {
    ...two,
    "Tag.1.Key": "k",
    "Tag.1.Value": "v",
  });
  assert.deepEqual([answer.status, answer.code], [404, "InvalidResourceId.NotFound"]);
  assert.deepEqual(await tagsOf(server, "a"), {});
  const elsewhere = { ...two, RegionId: "cn-beijing", "Tag.1.Key": "k" };
  assert.equal((await server.call("TagResources", elsewhere)).code, "InvalidParameter");
});

test("exactly one resource is named by the older family", async () => {
  const server = await testServer();
  await create(server, "s");
  const Tags = JSON.stringify([tag("a")]);
  assert.equal((await server.call("TagResource", { Tags })).code, "MissingParameter");
  const both = { Tags, SecretName: "s", KeyId: "k" };
  assert.equal((await server.call("TagResource", both)).code, "InvalidParameter");
  const certificate = { Tags, CertificateId: "c" };
  assert.equal((await server.call("TagResource", certificate)).code, "Forbidden.ResourceNotFound");
});

test("ListTagResources walks all tags by its token, 200 rows a page", async () => {
  const server = await testServer();
  for (let index = 0; index < 21; index += 1) await create(server, `s${index}`, { Tags: many(20) });
  const seen: string[] = [];
  let NextToken = "";
  let pages = 0;
  do {
    const { body } = await server.call("ListTagResources", {
      RegionId: REGION,
      ResourceType: "secret",
      NextToken,
    });
    const { TagResource } = body.TagResources as {
      TagResource: { ResourceId: string; TagKey: string }[];
    };
    seen.push(...TagResource.map((row) => `${row.ResourceId} ${row.TagKey}`));
    NextToken = String(body.NextToken);
    pages += 1;
  } while (NextToken !== "");
  assert.deepEqual([pages, seen.length, new Set(seen).size], [3, 420, 420]);
  const wrong = { RegionId: REGION, ResourceType: "secret", NextToken: "nonsense" };
  assert.equal((await server.call("ListTagResources", wrong)).code, "InvalidParameter");
});

test("ListSecrets filters by name, description, tag and type, and pages through all", async () => {
  const server = await testServer();
  for (let index = 0; index < 25; index += 1) {
    await create(server, `s${index}`, { Description: index % 2 === 0 ? "even one" : "odd" });
  }
  await create(server, "tagged", { Tags: JSON.stringify([tag("env", "prod")]) });
  const list = async (members: Record<string, string>) => {
    const { body, code } = await server.call("ListSecrets", members);
    if (code !== "OK") return code;
    const { Secret } = body.SecretList as { Secret: { SecretName: string }[] };
    return { names: Secret.map((row) => row.SecretName), total: body.TotalCount };
  };
  const by = (Key: string, ...Values: string[]) => ({ Filters: JSON.stringify([{ Key, Values }]) });
  assert.deepEqual(await list(by("SecretName", "s3", "nobody")), { names: ["s3"], total: 1 });
  assert.deepEqual(await list(by("tagkey", "env")), { names: ["tagged"], total: 1 });
  assert.deepEqual(await list(by("SecretType", "RDS")), { names: [], total: 0 });
  const even = { ...by("Description", "even"), PageSize: "10", PageNumber: "2" };
  assert.deepEqual(await list(even), { names: ["s20", "s22", "s24"], total: 13 });
  const one = { Filters: '{"Key":"SecretName","Values":["s1"]}' };
  assert.deepEqual(await list(one), { names: ["s1"], total: 1 });
  const names: string[] = [];
  for (let page = 1; page <= 4; page += 1) {
    const found = await list({ PageSize: "7", PageNumber: String(page) });
    if (typeof found !== "string") names.push(...found.names);
  }
  assert.deepEqual([names.length, new Set(names).size], [26, 26]);
  assert.deepEqual(await list({ PageNumber: "99" }), { names: [], total: 26 });
  for (const wrong of [
    by("Other", "x"),
    { Filters: "x" },
    { PageSize: "0" },
    { PageSize: "101" },
    { PageNumber: "0" },
  ]) {
    assert.equal(await list(wrong as Record<string, string>), "InvalidParameter");
  }
});

test("ListKeys shows users' keys, and the service's own only when asked", async () => {
  const server = await testServer();
  const ids: string[] = [];
  for (let index = 0; index < 3; index += 1) {
    const { body } = await server.call("CreateKey", {
      Tags: JSON.stringify([tag("n", String(index))]),
    });
    ids.push((body.KeyMetadata as { KeyId: string }).KeyId);
    server.now += 1000;
  }
  const list = async (...filters: [string, string[]][]) => {
    const Filters = JSON.stringify(filters.map(([Key, Values]) => ({ Key, Values })));
    const { body } = await server.call("ListKeys", { Filters });
    const { Key } = body.Keys as { Key: { KeyId: string }[] };
    assert.equal(body.TotalCount, Key.length);
    return Key.map((row) => row.KeyId);
  };
  assert.deepEqual(await list(), ids);
  assert.deepEqual(await list(["TagValue", ["1"]]), [ids[1]]);
  assert.deepEqual(await list(["keyId", [ids[2] ?? ""]]), [ids[2]]);
  assert.deepEqual(await list(["KeyState", ["Enabled"]], ["KeySpec", ["Aliyun_AES_256"]]), ids);
  assert.deepEqual(await list(["KeyState", ["Disabled"]]), []);
  assert.deepEqual(await list(["AliasName", ["alias/a"]]), []);
  assert.equal((await list(["CreatorType", ["Service"]])).length, 1);
  assert.equal((await list(["CreatorType", ["Service", "User"]])).length, 4);
});

test("the account operations", async () => {
  const server = await testServer();
  assert.deepEqual((await server.call("DescribeRegions")).body.Regions, {
    Region: [{ RegionId: REGION }],
  });
  assert.equal((await server.call("DescribeAccountKmsStatus")).body.AccountStatus, "Enabled");
  const opened = await server.call("OpenKmsService");
  assert.deepEqual([opened.status, opened.code], [400, "Forbidden.Opened"]);
});
