// Requests that lie, each with its documented code; and parsers that survive anything.
import assert from "node:assert/strict";
import test from "node:test";
import { OPERATIONS } from "@coffer/contract";
import fc from "fast-check";
import type { WireRequest } from "../../src/http/wire.ts";
import { ACCESS_KEY, formRequest, START, testServer } from "../support/server.ts";

const GET = "GetSecretValue";

async function codeOf(
  change: Record<string, string | undefined>,
  after: Record<string, string> = {},
) {
  const server = await testServer();
  const parameters = { ...server.signed(GET, { SecretName: "s", ...change }), ...after };
  return (await server.handle(formRequest(parameters))).code;
}

/** What is signed, and what is altered after signing, with the code. */
const LIES: readonly (readonly [
  string,
  Record<string, string | undefined>,
  Record<string, string>,
  string,
])[] = [
  ["a wrong signature", {}, { Signature: "AAAAAAAAAAAAAAAAAAAAAAAAAAA=" }, "SignatureDoesNotMatch"],
  ["an altered parameter", {}, { SecretName: "other" }, "SignatureDoesNotMatch"],
  ["an added parameter", {}, { Extra: "1" }, "SignatureDoesNotMatch"],
  ["an empty signature", {}, { Signature: "" }, "MissingSignature"],
  ["an unknown AccessKey", { AccessKeyId: "LTAInobody" }, {}, "InvalidAccessKeyId.NotFound"],
  ["an empty AccessKey", { AccessKeyId: "" }, {}, "MissingAccessKeyId"],
  [
    "an AccessKey named like a prototype",
    { AccessKeyId: "__proto__" },
    {},
    "InvalidAccessKeyId.NotFound",
  ],
  ["no nonce", { SignatureNonce: undefined }, {}, "MissingSignatureNonce"],
  ["no timestamp", { Timestamp: undefined }, {}, "MissingTimestamp"],
  ["an old timestamp", { Timestamp: "2026-11-24T07:44:59Z" }, {}, "InvalidTimeStamp.Expired"],
  ["a future timestamp", { Timestamp: "2026-11-24T08:15:01Z" }, {}, "InvalidTimeStamp.Expired"],
  ["a timestamp in words", { Timestamp: "yesterday" }, {}, "InvalidTimeStamp.Format"],
  [
    "a timestamp that is no date",
    { Timestamp: "2026-13-45T08:00:00Z" },
    {},
    "InvalidTimeStamp.Format",
  ],
  ["another signature method", { SignatureMethod: "HMAC-SHA256" }, {}, "IncompleteSignature"],
  ["a bearer token", { SignatureType: "BEARERTOKEN" }, {}, "IncompleteSignature"],
  [
    "a security token for the root key",
    { SecurityToken: "t" },
    {},
    "InvalidSecurityToken.MismatchWithAccessKey",
  ],
  ["an unknown version", { Version: "2000-01-01" }, {}, "InvalidVersion"],
  ["no action", { Action: undefined }, {}, "MissingParameter"],
  ["an action named like a prototype", { Action: "__proto__" }, {}, "InvalidAction.NotFound"],
  ["the action `constructor`", { Action: "constructor" }, {}, "InvalidAction.NotFound"],
  ["XML wanted", { Format: "XML" }, {}, "InvalidParameter"],
  [
    "the name of a prototype as a secret",
    { SecretName: "__proto__" },
    {},
    "Forbidden.ResourceNotFound",
  ],
];

for (const [lie, signed, after, code] of LIES) {
  test(`${lie} is refused with ${code}`, async () => {
    assert.equal(await codeOf(signed, after), code);
  });
}

test("timestamps at the edges of the window are accepted", async () => {
  for (const Timestamp of ["2026-11-24T07:45:00Z", "2026-11-24T08:15:00Z"]) {
    assert.equal(await codeOf({ Timestamp }), "Forbidden.ResourceNotFound");
  }
});

test("a nonce works once, also for two requests at once", async () => {
  const server = await testServer();
  const request = formRequest(server.signed("ListSecrets"));
  const codes = (await Promise.all([1, 2, 3].map(() => server.handle(request)))).map(
    ({ code }) => code,
  );
  assert.deepEqual(codes.sort(), ["OK", "SignatureNonceUsed", "SignatureNonceUsed"]);
  server.now += 14 * 60_000;
  assert.equal((await server.handle(request)).code, "SignatureNonceUsed");
  server.now += 2 * 60_000;
  assert.equal((await server.handle(request)).code, "InvalidTimeStamp.Expired");
  server.now = START;
  assert.equal((await server.handle(request)).code, "SignatureNonceUsed");
});

test("a nonce is not used up by a wrong signature, nor by an answer of 5xx", async () => {
  const server = await testServer();
  const parameters = server.signed("ListSecrets");
  const wrong = formRequest({ ...parameters, Signature: "AAAA" });
  assert.equal((await server.handle(wrong)).code, "SignatureDoesNotMatch");
  assert.equal((await server.handle(formRequest(parameters))).code, "OK");

  await server.store.close();
  const request = formRequest(server.signed("CreateKey"));
  const first = await server.handle(request);
  assert.deepEqual([first.status, first.code], [503, "ServiceUnavailableTemporary"]);
  assert.equal(first.headers["retry-after"], "1");
  assert.equal(first.headers["x-acs-retry-after"], "1000");
  assert.equal((await server.handle(request)).code, "ServiceUnavailableTemporary");
});

test("a name given twice is refused, within a form and across query and form", async () => {
  const server = await testServer();
  const request = formRequest(server.signed(GET, { SecretName: "s" }));
  const twice = { ...request, body: Buffer.concat([request.body, Buffer.from("&SecretName=t")]) };
  assert.equal((await server.handle(twice)).code, "InvalidParameter");
  assert.equal(
    (await server.handle({ ...request, target: "/?Action=x" })).code,
    "InvalidParameter",
  );
});

test("broken encodings are refused, never guessed", async () => {
  const server = await testServer();
  const request = formRequest(server.signed(GET, { SecretName: "s" }));
  const broken = ["&x=%", "&x=%zz", "&x=%ff", "&x=%C0%80", "&x=%ED%A0%80", "&x=\xff"];
  for (const text of broken) {
    const body = Buffer.concat([request.body, Buffer.from(text, "latin1")]);
    assert.equal((await server.handle({ ...request, body })).code, "InvalidParameter", text);
  }
});

test("SignatureDoesNotMatch ends with the string to sign", async () => {
  const server = await testServer();
  const answer = await server.handle(
    formRequest({ ...server.signed("ListSecrets"), Signature: "AAAA" }),
  );
  assert.equal(answer.status, 400);
  const prefix =
    "Specified signature is not matched with our calculation. server string to sign is:POST&%2F&";
  assert.ok(String(answer.body.Message).startsWith(`${prefix}AccessKeyId%3D${ACCESS_KEY.id}`));
});

test("errors are all text, with host and advice, and success has no Code", async () => {
  const server = await testServer();
  const wrong = await server.call("DescribeSecret", { SecretName: "nobody" });
  assert.equal(wrong.status, 404);
  const names = ["Code", "HostId", "Message", "Recommend", "RequestId"];
  assert.deepEqual(Object.keys(wrong.body).sort(), names);
  for (const name of names) assert.equal(typeof wrong.body[name], "string");
  assert.equal(wrong.body.HostId, "127.0.0.1:8567");
  assert.match(String(wrong.body.RequestId), /^[0-9A-F]{8}(-[0-9A-F]{4}){3}-[0-9A-F]{12}$/);
  assert.equal(wrong.headers["content-type"], "application/json;charset=utf-8");
  assert.equal(wrong.headers["x-acs-request-id"], wrong.body.RequestId);
  const right = await server.call("ListSecrets");
  assert.equal("Code" in right.body, false);
});

test("unknown and empty parameters are ignored, methods besides GET and POST refused", async () => {
  const server = await testServer();
  const more = {
    RegionId: "x",
    SourceIp: "1.2.3.4",
    SecureTransport: "true",
    Unknown: "",
    SignatureType: "",
  };
  assert.equal((await server.call("ListSecrets", more)).code, "OK");
  const put = { ...formRequest(server.signed("ListSecrets")), method: "PUT" };
  const answer = await server.handle(put);
  assert.deepEqual([answer.status, answer.code], [403, "UnsupportedHTTPMethod"]);
});

test("Action and Version may come in headers alone", async () => {
  const server = await testServer();
  const parameters = server.signed("", { Action: undefined, Version: undefined });
  const request = formRequest(parameters);
  const headers = {
    ...request.headers,
    "x-acs-action": "ListSecrets",
    "x-acs-version": "2016-01-20",
  };
  assert.equal((await server.handle({ ...request, headers })).code, "OK");
});

test("a JSON body is refused under V1, which does not cover it", async () => {
  const server = await testServer();
  const parameters = new URLSearchParams(server.signed("ListSecrets"));
  const headers = { host: "h", "content-type": "application/json" };
  const body = Buffer.from('{"PageSize":"5"}');
  const request: WireRequest = { method: "POST", target: `/?${parameters}`, headers, body };
  assert.equal((await server.handle(request)).code, "IncompleteSignature");
});

test("an operation that is not built says so, after authentication", async () => {
  const server = await testServer();
  for (const [name, row] of Object.entries(OPERATIONS)) {
    if (row.support.level !== "planned" && row.support.level !== "refused") continue;
    const answer = await server.call(name);
    assert.deepEqual([answer.status, answer.code], [400, "UnsupportedOperation"], name);
    assert.match(String(answer.body.Message), new RegExp(`\`${name}\` is not supported here: .+`));
  }
  const unsigned = await server.handle(formRequest({ Action: "Encrypt", Version: "2016-01-20" }));
  assert.equal(unsigned.code, "MissingAccessKeyId");
});

const text = fc.string({ unit: "binary", maxLength: 30 });
const bytes = fc.uint8Array({ maxLength: 60 });

test("no query, form, header or JSON makes the server fail", async () => {
  const server = await testServer();
  const authorization = fc.oneof(
    text,
    text.map((end) => `ACS3-HMAC-SHA256 ${end}`),
    fc
      .array(
        fc.constantFrom("Credential=", "SignedHeaders=", "Signature=", ",", "host", "=", "a"),
        {
          maxLength: 12,
        },
      )
      .map((parts) => `ACS3-HMAC-SM3 ${parts.join("")}`),
  );
  const type = fc.constantFrom(
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
  );
  await fc.assert(
    fc.asyncProperty(fc.tuple(text, bytes, authorization, type), async (given) => {
      const [query, body, authorization, content] = given;
      const headers = { authorization, "content-type": content, host: query };
      const target = `/?${query.replaceAll(" ", "")}`;
      const answer = await server.handle({ method: "POST", target, headers, body });
      assert.ok(answer.status >= 400 && answer.status < 500, `${answer.status} ${answer.code}`);
    }),
    { numRuns: 3_000 },
  );
  assert.deepEqual(server.unexpected, []);
});

test("no value of any member makes the server fail", async () => {
  const server = await testServer();
  const built = Object.entries(OPERATIONS).filter(([, row]) =>
    ["full", "adapted"].includes(row.support.level),
  );
  const value = fc.oneof(
    text.filter((each) => each.isWellFormed()),
    fc.json({ maxDepth: 3 }).filter((each) => each.isWellFormed()),
    fc.constantFrom(
      "",
      "true",
      "-1",
      "0",
      "1e9",
      "9".repeat(400),
      "acs:kms:a:b:secret/x",
      "{}",
      "[]",
    ),
    fc.constantFrom(
      '{"__proto__":1}',
      '[{"Key":"TagKey","Values":["a"]}]',
      "[null]",
      '["constructor"]',
    ),
  );
  const call = fc.constantFrom(...built).chain(([name, row]) => {
    const names = Object.keys(row.request).flatMap((each) => [each, `${each}.1`, `${each}.1.Key`]);
    const members = fc.dictionary(fc.constantFrom(...names, "Other"), value, { maxKeys: 6 });
    return members.map((chosen) => [name, chosen] as const);
  });
  await fc.assert(
    fc.asyncProperty(call, async ([name, members]) => {
      const answer = await server.call(name, members);
      assert.ok(answer.status < 500, `${name} ${JSON.stringify(members)} ${answer.code}`);
    }),
    { numRuns: 3_000 },
  );
  assert.deepEqual(server.unexpected, []);
});
