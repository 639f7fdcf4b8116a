// Parameters: every client's way of writing them means the same, what could mean two things is refused, and
// nothing makes the reading or the authentication fail in any other way than with a documented code.
import assert from "node:assert/strict";
import test from "node:test";
import { ApiError } from "@coffer/contract";
import { MemoryStore } from "@coffer/store";
import fc from "fast-check";
import { authenticate } from "../../src/authentication/authenticate.ts";
import { createNonces } from "../../src/authentication/nonces.ts";
import type { Sessions } from "../../src/authentication/sessions.ts";
import { signV1, stringToSignV1 } from "../../src/authentication/signature-v1.ts";
import { readParameters } from "../../src/http/parameters.ts";
import type { WireRequest } from "../../src/http/wire.ts";

const FORM = "application/x-www-form-urlencoded";
const JSON_TYPE = "application/json; charset=utf-8";

function request(query: string, body: string | Uint8Array = "", type = FORM): WireRequest {
  const target = query === "" ? "/" : `/?${query}`;
  const headers = { host: "kms.test", "content-type": type };
  return { method: "POST", target, headers, body: Buffer.from(body) };
}

function refusal(given: WireRequest): string {
  try {
    readParameters(given);
  } catch (error) {
    assert.ok(error instanceof ApiError, String(error));
    return error.code;
  }
  return "accepted";
}

const plain = fc.string({ unit: "grapheme", maxLength: 12 }).filter((text) => text.isWellFormed());

/** Ways of writing one text: more or less escaped, hexadecimal in any case, `+` or `%20`. */
const WRITERS: readonly ((text: string) => string)[] = [
  encodeURIComponent,
  (text) => encodeURIComponent(text).replaceAll("%20", "+"),
  (text) => encodeURIComponent(text).replace(/%[0-9A-F]{2}/g, (found) => found.toLowerCase()),
  (text) => Buffer.from(text).toString("hex").replace(/../g, "%$&"),
  (text) => text.replace(/[%&=+#]/g, encodeURIComponent).replaceAll(" ", "+"),
];
const writer = fc.constantFrom(...WRITERS);

test("every way of writing parameters in a form means the same", () => {
  const pairs = fc.dictionary(plain, plain, { maxKeys: 8 });
  fc.assert(
    fc.property(pairs, writer, writer, (members, names, values) => {
      const body = Object.entries(members)
        .map(([name, value]) => `${names(name)}=${values(value)}`)
        .join("&");
      assert.deepEqual([...readParameters(request("", body)).all], Object.entries(members));
    }),
  );
});

test("query, form and JSON go into one map, and each scheme knows what it covers", () => {
  const form = readParameters(request("A=1", "B=2"));
  assert.deepEqual([[...form.all.keys()], form.query.size, form.signed.size], [["A", "B"], 1, 2]);
  const json = readParameters(request("A=1", '{"B":2,"C":true,"D":null,"E":{"x":[1]}}', JSON_TYPE));
  assert.deepEqual([...json.all.values()], ["1", "2", "true", '{"x":[1]}']);
  assert.equal(json.signed.size, 1);
  const raw = readParameters(request("A=1", "B=2", "application/octet-stream"));
  assert.deepEqual([...raw.all.keys()], ["A"]);
});

test("a name without `=` has an empty value, and empty pieces count for nothing", () => {
  const { all } = readParameters(request("&SignatureVersion&&A=&", ""));
  assert.deepEqual(
    [...all],
    [
      ["SignatureVersion", ""],
      ["A", ""],
    ],
  );
});

test("a name given twice is refused wherever it stands and however it is written", () => {
  const twice = [
    request("A=1&A=1"),
    request("A=1&%41=1"),
    request("", "A=1&A"),
    request("A=1", "A=1"),
    request("A=1", '{"A":"1"}', JSON_TYPE),
    request("", '{"A":"1","A":"1"}', JSON_TYPE),
    request("", '{"A":"1","\\u0041":"1"}', JSON_TYPE),
    request("", '{"A":null,"A":null}', JSON_TYPE),
    request("", '{"__proto__":"1","__proto__":"1"}', JSON_TYPE),
  ];
  for (const given of twice) assert.equal(refusal(given), "InvalidParameter", given.target);
});

test("a colon, a quote or a bracket within JSON is no name", () => {
  const members = fc.dictionary(plain, fc.jsonValue(), { maxKeys: 5 });
  fc.assert(
    fc.property(members, fc.nat(3), (given, indent) => {
      const body = JSON.stringify(given, null, indent);
      // Half pairs have their own test.
      fc.pre(!/\\ud[89a-f]/.test(body));
      assert.equal(refusal(request("", body, JSON_TYPE)), "accepted");
    }),
  );
});

test("names of the prototype are names like any other", () => {
  for (const name of ["__proto__", "constructor", "toString", "hasOwnProperty"]) {
    const given = [request(`${name}=1`), request("", `${name}=1`)];
    given.push(request("", `{"${name}":"1"}`, JSON_TYPE));
    for (const each of given) assert.deepEqual([...readParameters(each).all], [[name, "1"]]);
  }
  assert.equal(Object.keys(Object.prototype).length, 0);
});

test("half a surrogate pair, broken percent-encoding and bytes that are no UTF-8 are refused", () => {
  for (const broken of ["%", "%1", "%GG", "%ff", "%C0%80", "%ED%A0%80", "%F4%90%80%80"]) {
    assert.equal(refusal(request(`A=${broken}`)), "InvalidParameter", broken);
    assert.equal(refusal(request("", `${broken}=A`)), "InvalidParameter", broken);
  }
  assert.equal(refusal(request("", Buffer.of(0x41, 0x3d, 0xff))), "InvalidParameter");
  assert.equal(refusal(request("", Buffer.of(0x22, 0xff), JSON_TYPE)), "InvalidParameter");
  assert.equal(refusal(request("", '{"A":"\\ud800"}', JSON_TYPE)), "InvalidParameter");
  assert.equal(refusal(request("", '{"\\udc00":"A"}', JSON_TYPE)), "InvalidParameter");
});

test("JSON that is no object, or nested without end, is refused or read, never a failure", () => {
  for (const body of ["[]", "1", "null", '"a"', "{", "", " ", "{'a':1}"]) {
    const code = refusal(request("", body, JSON_TYPE));
    assert.equal(code, body === "" ? "accepted" : "ParseRequestParameterException", body);
  }
  const deep = 500_000;
  const nested = `{"A":${"[".repeat(deep)}${"]".repeat(deep)}}`;
  assert.match(refusal(request("", nested, JSON_TYPE)), /^accepted$|^[A-Z]\w+$/);
});

test("a thousand parameters are read, one more is refused", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => `a${at}`).join("&");
  assert.equal(refusal(request("", many(1_000))), "accepted");
  assert.equal(refusal(request("", many(1_001))), "InvalidParameter");
});

test("no bytes make the reading of parameters fail", () => {
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 60 }),
    fc.json({ noUnicodeString: false }).map((text) => Buffer.from(text)),
    fc.string({ unit: fc.constantFrom(...'{}[]:,"\\u0dA&=%+ 1') }).map((text) => Buffer.from(text)),
  );
  const type = fc.constantFrom(FORM, JSON_TYPE, "", "text/plain", "application/json;", ";");
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), bytes, type, (query, body, content) => {
      assert.match(refusal(request(query, body, content)), /^(?:accepted|[A-Z]\w+)$/);
    }),
    { numRuns: 2_000 },
  );
});

/** Tokens of sessions have tests of their own. */
const NO_SESSIONS: Sessions = {
  open: async () => {
    throw new ApiError("InvalidSecurityToken.Malformed");
  },
  callerOf: async () => {
    throw new ApiError("InvalidSecurityToken.Expired");
  },
};

test("no headers and no parameters make the authentication fail", async () => {
  const now = Date.parse("2024-05-06T07:08:09Z");
  const clock = () => now;
  const record = {
    id: "k",
    wrappedSecret: new Uint8Array(),
    principal: "root",
    accountId: "1",
    createdAt: 0,
  };
  const find = async (id: string) =>
    id === "k" ? ({ record: { ...record, status: "Active" }, secret: "" } as const) : undefined;
  const nonces = createNonces({ clock });
  nonces.open("key");
  const parts = {
    accessKeys: { find },
    nonces,
    users: new MemoryStore(),
    accountId: "1",
    sessions: NO_SESSIONS,
    clock,
  };
  const word = fc.oneof(
    fc.constantFrom("", "k", "1.0", "HMAC-SHA1", "2024-05-06T07:08:09Z", "BEARERTOKEN", "host"),
    fc.constantFrom("constructor", "__proto__", "toString;valueOf", "x-acs-date;constructor"),
    fc.string({ unit: "binary", maxLength: 12 }),
  );
  const field = fc.constantFrom("Credential", "SignedHeaders", "Signature", "constructor", "");
  const fields = fc.array(
    fc.tuple(field, word).map((each) => each.join("=")),
    { maxLength: 5 },
  );
  const scheme = fc.constantFrom("ACS3-HMAC-SHA256 ", "ACS3-HMAC-SM3 ", "ACS3-", "ACS4-", "");
  const authorization = fc.tuple(scheme, fields).map(([name, all]) => name + all.join(","));
  const names = ["AccessKeyId", "Signature", "SignatureMethod", "SignatureVersion"] as const;
  const more = ["SignatureNonce", "Timestamp", "SignatureType", "SecurityToken"] as const;
  const signed = fc.dictionary(fc.constantFrom(...names, ...more), word);
  const acs = fc.constantFrom("date", "signature-nonce", "action", "content-sha256");
  const headers = fc.dictionary(
    acs.map((name) => `x-acs-${name}`),
    word,
  );
  await fc.assert(
    fc.asyncProperty(authorization, signed, headers, async (text, members, given) => {
      const map = new Map(Object.entries(members));
      const evidence = { query: map, signed: map, all: map, body: new Uint8Array() };
      const all = { ...given, host: "kms.test", authorization: text };
      await assert.rejects(
        authenticate(parts, { ...evidence, method: "GET", headers: all }),
        ApiError,
      );
    }),
    { numRuns: 3_000 },
  );
});

/** The answer to a request signed V1 with `secret`, which is that of the AccessKey `k`. */
async function signedBy(secret: string, principal: string): Promise<void> {
  const now = Date.parse("2024-05-06T07:08:09Z");
  const clock = () => now;
  const record = {
    id: "k",
    wrappedSecret: new Uint8Array(),
    principal,
    accountId: "1",
    createdAt: 0,
  };
  const find = async () => ({ record: { ...record, status: "Active" }, secret }) as const;
  const map = new Map([
    ["AccessKeyId", "k"],
    ["SignatureMethod", "HMAC-SHA1"],
    ["SignatureVersion", "1.0"],
    ["SignatureNonce", "n"],
    ["Timestamp", "2024-05-06T07:08:09Z"],
  ]);
  map.set("Signature", signV1(stringToSignV1("GET", map), secret).toString("base64"));
  const nonces = createNonces({ clock });
  nonces.open("key");
  const parts = {
    accessKeys: { find },
    nonces,
    users: new MemoryStore(),
    accountId: "1",
    sessions: NO_SESSIONS,
    clock,
  };
  const evidence = { query: map, signed: map, all: map, body: new Uint8Array() };
  await authenticate(parts, { ...evidence, method: "GET", headers: {} });
}

test("nobody signs with an empty secret", async () => {
  await assert.rejects(signedBy("", "root"), { code: "SignatureDoesNotMatch" });
});

test("an AccessKey of a user that is gone opens nothing", async () => {
  await signedBy("secret", "root");
  await assert.rejects(signedBy("secret", "a user"), { code: "InvalidAccessKeyId.NotFound" });
});
