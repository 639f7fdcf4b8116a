// What those who only read secrets rely on, by the requests that they make: External Secrets, ack-secret-manager, the
// CSI provider, the cache clients, and the credentials clients that ask STS for them.
import assert from "node:assert/strict";
import { createHmac } from "node:crypto";
import test from "node:test";
import type { WireRequest } from "../../src/http/wire.ts";
import {
  ACCESS_KEY,
  ACCOUNT,
  REGION,
  type Signer,
  type TestServer,
  testServer,
} from "../support/server.ts";

const encode = (text: string): string =>
  encodeURIComponent(text).replace(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

let nonces = 0;

/** A request by GET with everything in the query, as a client builds and may send again. */
function signedGet(
  server: TestServer,
  members: Readonly<Record<string, string>>,
  by: Signer = ACCESS_KEY,
): WireRequest {
  nonces += 1;
  const all: Readonly<Record<string, string>> = {
    ...{ Version: "2016-01-20", Format: "JSON", SignatureMethod: "HMAC-SHA1" },
    ...{ SignatureVersion: "1.0", AccessKeyId: by.id, SignatureNonce: `get-${nonces}` },
    ...(by.token === undefined ? {} : { SecurityToken: by.token }),
    Timestamp: `${new Date(server.now).toISOString().slice(0, 19)}Z`,
    ...members,
  };
  const pairs = Object.entries(all).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  const canonical = pairs.sort().join("&");
  const signature = createHmac("sha1", `${by.secret}&`)
    .update(`GET&%2F&${encode(canonical)}`)
    .digest("base64");
  const target = `/?${canonical}&Signature=${encode(signature)}`;
  const headers = { host: "kms.cn-hangzhou.aliyuncs.com" };
  return { method: "GET", target, headers, body: Buffer.alloc(0) };
}

async function withSecret(given: Parameters<typeof testServer>[0] = {}): Promise<TestServer> {
  const server = await testServer(given);
  const secret = { SecretName: "db", SecretData: "välue", VersionId: "v1" };
  assert.equal((await server.call("CreateSecret", secret)).code, "OK");
  return server;
}

test("External Secrets: the same signed address may be sent again after 429, until it is answered", async () => {
  const rateLimits = [{ group: "secrets:read", perSecond: 1 }];
  const server = await withSecret({ rateLimits: rateLimits as never });
  const read = { Action: "GetSecretValue", SecretName: "db" };
  const first = signedGet(server, read);
  const codes: string[] = [];
  // As many as the burst lets through, each its own request.
  for (;;) {
    const request = signedGet(server, read);
    const { status, code, headers } = await server.handle(request);
    codes.push(code);
    if (status !== 429) continue;
    assert.equal(code, "Rejected.Throttling");
    assert.match(String(headers["retry-after"]), /^[1-9]\d*$/);
    assert.match(String(headers["x-acs-retry-after"]), /^[1-9]\d*$/);
    for (let again = 0; again < 2; again += 1) {
      assert.equal((await server.handle(request)).status, 429);
    }
    server.now += Number(headers["retry-after"]) * 1000;
    const answer = await server.handle(request);
    assert.deepEqual([answer.code, answer.body.SecretData], ["OK", "välue"]);
    break;
  }
  assert.ok(codes.includes("OK"));
  // What was answered is used up.
  server.now += 5_000;
  assert.equal((await server.handle(first)).code, "OK");
  server.now += 5_000;
  assert.equal((await server.handle(first)).code, "SignatureNonceUsed");
});

test("External Secrets: a missing secret is 404, and a value is what was stored", async () => {
  const server = await withSecret();
  const missing = signedGet(server, { Action: "GetSecretValue", SecretName: "none" });
  const { status, code, body } = await server.handle(missing);
  assert.deepEqual([status, code], [404, "Forbidden.ResourceNotFound"]);
  // It cuts this text out of messages: it must not be in ours.
  assert.doesNotMatch(String(body.Message), /request id/i);
  const read = signedGet(server, { Action: "GetSecretValue", SecretName: "db", VersionId: "v1" });
  assert.equal((await server.handle(read)).body.SecretData, "välue");
});

test("ack-secret-manager and CSI: data and version are always there, and an ARN is a name", async () => {
  const server = await withSecret();
  const binary = {
    SecretName: "bin",
    SecretData: "AP8Q",
    SecretDataType: "binary",
    VersionId: "b1",
  };
  await server.call("CreateSecret", binary);
  const arn = `acs:kms:${REGION}:${ACCOUNT}:secret/bin`;
  for (const SecretName of ["bin", arn]) {
    for (const named of [{}, { VersionStage: "ACSCurrent" }, { VersionId: "b1" }]) {
      const { code, body } = await server.call("GetSecretValue", { SecretName, ...named });
      assert.equal(code, "OK");
      const { SecretData, SecretDataType, VersionId } = body;
      assert.deepEqual([SecretData, SecretDataType, VersionId], ["AP8Q", "binary", "b1"]);
    }
  }
  const elsewhere = { SecretName: `acs:kms:${REGION}:1111111111111111:secret/bin` };
  const { status, code } = await server.call("GetSecretValue", elsewhere);
  assert.deepEqual([status, code], [404, "Forbidden.ResourceNotFound"]);
});

test("cache clients: their one request is answered with the fields that they keep", async () => {
  const server = await withSecret();
  for (const FetchExtendedConfig of ["true", "True"]) {
    const members = { Action: "GetSecretValue", SecretName: "db", VersionStage: "ACSCurrent" };
    const { code, body } = await server.handle(
      signedGet(server, { ...members, FetchExtendedConfig }),
    );
    assert.equal(code, "OK");
    const { SecretName, VersionId, SecretData, SecretDataType, SecretType } = body;
    assert.deepEqual(
      [SecretName, VersionId, SecretData, SecretDataType, SecretType],
      ["db", "v1", "välue", "text", "Generic"],
    );
    assert.match(String(body.CreateTime), /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
    // Text to them, where it is there at all.
    for (const name of ["ExtendedConfig", "RotationInterval", "NextRotationDate"]) {
      assert.ok(body[name] === undefined || typeof body[name] === "string", name);
    }
  }
});

test("cache clients and JDBC: a missing secret is exactly this code", async () => {
  const server = await testServer();
  const members = { SecretName: "none", VersionStage: "ACSCurrent" };
  const { status, code } = await server.call("GetSecretValue", members);
  assert.deepEqual([status, code], [404, "Forbidden.ResourceNotFound"]);
});

test("credentials of Java and Python: AssumeRole by GET, times without fractions", async () => {
  const server = await withSecret();
  const assume = { Effect: "Allow", Action: "sts:AssumeRole" };
  const ann = await server.user("ann", [{ ...assume, Resource: "*" }]);
  const trust = { ...assume, Principal: { RAM: [`acs:ram::${ACCOUNT}:root`] } };
  const AssumeRolePolicyDocument = JSON.stringify({ Version: "1", Statement: [trust] });
  await server.ram("CreateRole", { RoleName: "reader", AssumeRolePolicyDocument });
  const reads = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };
  await server.ram("AttachPolicyToRole", { RoleName: "reader", ...reads });
  const request = signedGet(
    server,
    {
      ...{ Action: "AssumeRole", Version: "2015-04-01", RoleSessionName: "credentials-python-1" },
      ...{ RoleArn: `acs:ram::${ACCOUNT}:role/reader`, DurationSeconds: "3600" },
    },
    ann,
  );
  const { code, body } = await server.handle(request);
  assert.equal(code, "OK");
  const given = body.Credentials as Readonly<Record<string, string>>;
  assert.match(given.Expiration ?? "", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/);
  const { AccessKeyId: id = "", AccessKeySecret: secret = "", SecurityToken: token = "" } = given;
  const read = { Action: "GetSecretValue", SecretName: "db" };
  const answer = await server.handle(signedGet(server, read, { id, secret, token }));
  assert.equal(answer.body.SecretData, "välue");
});
