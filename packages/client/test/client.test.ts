// Laws of the client: its signature is the protocol's, its retries do no harm, its errors hold no parameter.
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import test from "node:test";
import { OPERATIONS } from "@coffer/contract";
import {
  Client,
  flatten,
  ServerError,
  signedHeaders,
  TransportError,
  waitBefore,
} from "../src/index.ts";

const KEY = {
  accessKeyId: "LTAI5tFakeAccessKey01",
  accessKeySecret: "FakeSecretKey0123456789abcdefABCD",
};

test("the signature is that of the verified vector V3-A", () => {
  const headers = signedHeaders({
    ...KEY,
    method: "POST",
    host: "127.0.0.1:18080",
    query: "EncryptionContext=%7B%22a%22%3A%22b%20c%2A~%22%7D&KeyId=alias%2Fa&Plaintext=cGxhaW4%3D",
    body: "",
    action: "Encrypt",
    version: "2016-01-20",
    date: "2024-05-06T07:08:09Z",
    nonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    headers: { "x-acs-credentials-provider": "static_ak" },
  });
  const signature = "066113536f8e7158b43a61277c3d201cf72e9af86ed11f5e6f5fd824150ff988";
  assert.ok(headers.authorization?.endsWith(`,Signature=${signature}`));
});

test("the signature is that of the verified vector V3-B, with a token and a form body", () => {
  const headers = signedHeaders({
    ...KEY,
    securityToken: "FakeSecurityToken/+=",
    method: "POST",
    host: "127.0.0.1:18080",
    query: "RegionId=cn-hangzhou",
    body: "SecretName=db%2Fpw&SecretData=p%40ss%20w%2Brd*~'&VersionId=v1&EnableAutomaticRotation=false",
    action: "CreateSecret",
    version: "2016-01-20",
    date: "2024-05-06T07:08:09Z",
    nonce: "3ee8c1b8-83d3-44af-a94f-4e0ad82fd6cf",
    headers: { "x-acs-credentials-provider": "static_sts" },
  });
  const signature = "13d0895b592a20e17ac090795f6fe03bdabb4ddfb5b7b9aaea068cdb4dbfd8af";
  assert.ok(headers.authorization?.endsWith(`,Signature=${signature}`));
});

test("members travel as the contract's shapes say", () => {
  const { request } = OPERATIONS.TagResources;
  const members = {
    RegionId: "r",
    ResourceType: "secret",
    ResourceId: ["a", "b"],
    Tag: [{ Key: "k", Value: "v" }],
  };
  assert.deepEqual(flatten(request, members), {
    RegionId: "r",
    ResourceType: "secret",
    "ResourceId.1": "a",
    "ResourceId.2": "b",
    "Tag.1.Key": "k",
    "Tag.1.Value": "v",
  });
  const tags = flatten(OPERATIONS.CreateSecret.request, { Tags: [{ TagKey: "a", TagValue: "b" }] });
  assert.deepEqual(tags, { Tags: '[{"TagKey":"a","TagValue":"b"}]' });
  assert.deepEqual(flatten(OPERATIONS.ListSecrets.request, { PageSize: 5, FetchTags: undefined }), {
    PageSize: "5",
  });
  assert.throws(() => flatten(request, { constructor: 1 }), /not a member/);
});

interface Exchange {
  readonly request: IncomingMessage;
  readonly body: string;
}

/** A server that answers as told, one answer after the other. */
async function server(
  t: { after(fn: () => void): void },
  answers: readonly ((response: ServerResponse) => void)[],
): Promise<{ endpoint: string; seen: Exchange[] }> {
  const seen: Exchange[] = [];
  const listening = createServer(async (request, response) => {
    let body = "";
    for await (const part of request) body += part;
    const answer = answers[Math.min(seen.length, answers.length - 1)];
    seen.push({ request, body });
    answer?.(response);
  }).listen(0, "127.0.0.1");
  t.after(() => listening.close());
  await once(listening, "listening");
  const address = listening.address();
  assert.ok(typeof address === "object" && address);
  return { endpoint: `http://127.0.0.1:${address.port}`, seen };
}

const answer =
  (status: number, body: object, headers: Record<string, string> = {}) =>
  (response: ServerResponse): void => {
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
const OK = answer(200, { RequestId: "r", SecretName: "s" });
const THROTTLED = answer(
  429,
  { Code: "Rejected.Throttling", Message: "m" },
  { "x-acs-retry-after": "7" },
);
const BROKEN = answer(503, { Code: "ServiceUnavailableTemporary", Message: "m" });
const CUT = (response: ServerResponse): void => void response.destroy();

async function attempts(
  t: { after(fn: () => void): void },
  name: "GetSecretValue" | "CreateSecret",
  answers: readonly ((response: ServerResponse) => void)[],
) {
  const { endpoint, seen } = await server(t, answers);
  const waits: number[] = [];
  const sleep = async (milliseconds: number): Promise<void> => void waits.push(milliseconds);
  const client = new Client({ ...KEY, endpoint, sleep });
  const members = { SecretName: "s", SecretData: "marker-value", VersionId: "v" };
  const request = name === "CreateSecret" ? members : { SecretName: "s" };
  const outcome = await client.call(name, request).catch((error: unknown) => error);
  const nonces = seen.map(({ request: { headers } }) => String(headers["x-acs-signature-nonce"]));
  return { outcome, seen, waits, nonces };
}

test("a call that was refused for its rate is repeated after the told time, signed anew", async (t) => {
  const { outcome, waits, nonces, seen } = await attempts(t, "CreateSecret", [THROTTLED, OK]);
  assert.equal(outcome instanceof Error, false);
  assert.deepEqual(waits, [7]);
  assert.equal(new Set(nonces).size, 2);
  assert.equal(seen[1]?.request.headers["x-acs-retry-attempts"], "1");
});

test("what is safe to repeat is repeated after 5xx and a lost connection, at most twice", async (t) => {
  for (const trouble of [BROKEN, CUT]) {
    const healed = await attempts(t, "GetSecretValue", [trouble, trouble, OK]);
    assert.equal(healed.outcome instanceof Error, false);
    assert.equal(healed.seen.length, 3);
    const lasting = await attempts(t, "GetSecretValue", [trouble]);
    assert.ok(lasting.outcome instanceof ServerError || lasting.outcome instanceof TransportError);
    assert.equal(lasting.seen.length, 3);
  }
});

test("what is not safe to repeat is never sent twice after 5xx or a lost connection", async (t) => {
  for (const trouble of [BROKEN, CUT]) {
    const { outcome, seen } = await attempts(t, "CreateSecret", [trouble, OK]);
    assert.ok(outcome instanceof Error);
    assert.equal(seen.length, 1);
  }
});

test("a wait grows, has its limit, and is none for errors of the caller", () => {
  const error = (status: number, headers = {}) =>
    new ServerError({ code: "c", status, requestId: "", recommend: "", headers }, "m");
  assert.equal(waitBefore(error(404), { repeatable: true }, 0), undefined);
  assert.equal(waitBefore(error(429, { "retry-after": "9999" }), { repeatable: false }, 0), 60_000);
  const first = waitBefore(error(500), { repeatable: true }, 0) ?? 0;
  const third = waitBefore(error(500), { repeatable: true }, 2) ?? 0;
  assert.ok(first >= 200 && first < 400 && third >= 800 && third < 1_600);
});

test("secrets travel in the body, never in the address, and are in no error", async (t) => {
  const { seen, outcome } = await attempts(t, "CreateSecret", [CUT]);
  assert.equal(seen[0]?.request.url, "/");
  assert.match(seen[0]?.body ?? "", /SecretData=marker-value/);
  assert.ok(outcome instanceof TransportError);
  assert.doesNotMatch(`${outcome.message}${outcome.stack}`, /marker/);
});

test("an answer that is none of the wire's is shown as it is", async (t) => {
  const page = (response: ServerResponse): void =>
    void response.writeHead(502).end("<html>bad</html>");
  const { outcome } = await attempts(t, "CreateSecret", [page]);
  assert.ok(outcome instanceof ServerError);
  assert.deepEqual([outcome.code, outcome.status, outcome.message], ["", 502, "<html>bad</html>"]);
});

test("pages come one after the other until all rows are there", async (t) => {
  const page = (PageNumber: number, count: number) =>
    answer(200, {
      SecretList: {
        Secret: Array.from({ length: count }, (_, index) => ({
          SecretName: `${PageNumber}.${index}`,
        })),
      },
      PageNumber,
      PageSize: 2,
      TotalCount: 5,
    });
  const { endpoint, seen } = await server(t, [page(1, 2), page(2, 2), page(3, 1)]);
  const names: string[] = [];
  for await (const { SecretList } of new Client({ ...KEY, endpoint }).pages("ListSecrets", {
    PageSize: 2,
  })) {
    names.push(...SecretList.Secret.map((secret) => secret.SecretName));
  }
  assert.deepEqual(names, ["1.0", "1.1", "2.0", "2.1", "3.0"]);
  assert.equal(seen.length, 3);
});
