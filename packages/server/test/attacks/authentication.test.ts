// Attacks on authentication: each is refused, with its code. The names are the attacks.
import assert from "node:assert/strict";
import { createHmac, generateKeyPairSync, hash, type KeyObject, sign } from "node:crypto";
import { readFileSync } from "node:fs";
import { createServer, type Server } from "node:https";
import { join } from "node:path";
import test from "node:test";
import { exportJWK, type JWK, type JWTPayload, SignJWT } from "jose";
import { fetchJson } from "../../src/authentication/fetch-json.ts";
import {
  ACCESS_KEY,
  ACCOUNT,
  type Answer,
  formRequest,
  memoryRootKeys,
  type Signer,
  START,
  testServer,
} from "../support/server.ts";

const TLS = join(import.meta.dirname, "../../../../test/fixtures/tls");
const CA = readFileSync(join(TLS, "ca.crt"), "utf8");
const ROLE_ARN = `acs:ram::${ACCOUNT}:role/Reader`;
const allow = (Action: string, Resource = "*") => ({ Effect: "Allow", Action, Resource });

async function world(seed = "test", fill = 7) {
  const server = await testServer({ fetchJson, seed, rootKeys: memoryRootKeys(fill) });
  await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" });
  const trust = {
    ...{ Effect: "Allow", Action: "sts:AssumeRole" },
    Principal: { RAM: [`acs:ram::${ACCOUNT}:root`] },
  };
  const document = JSON.stringify({ Version: "1", Statement: [trust] });
  await server.ram("CreateRole", { RoleName: "Reader", AssumeRolePolicyDocument: document });
  const ann = await server.user("ann", [allow("sts:AssumeRole"), allow("kms:GetSecretValue")]);
  const session = await server.session(ann, { RoleArn: ROLE_ARN });
  const read = (by: Signer, change: Readonly<Record<string, string | undefined>> = {}) =>
    server.call("GetSecretValue", { SecretName: "s", ...change } as Record<string, string>, by);
  return { server, ann, session, read };
}

type World = Awaited<ReturnType<typeof world>>;

async function expect(answer: Promise<Answer>, code: string): Promise<void> {
  const { code: found, status, body } = await answer;
  assert.equal(found, code);
  assert.ok(status >= 400);
  assert.doesNotMatch(JSON.stringify(body), /"SecretData"|AccessKeySecret":"/);
}

const flipped = (text: string, at: number): string => {
  const index = at < 0 ? text.length + at : at;
  return `${text.slice(0, index)}${text[index] === "A" ? "B" : "A"}${text.slice(index + 1)}`;
};

/** V3's headers around a request that is signed V1. */
function withHeaders({ server }: World, signed: Record<string, string>, headers: object) {
  const request = formRequest(signed);
  return server.handle({ ...request, headers: { ...request.headers, ...headers } });
}

const ATTACKS: readonly (readonly [string, string, (world: World) => Promise<Answer>])[] = [
  [
    "a forged signature",
    "SignatureDoesNotMatch",
    ({ server, ann }) => {
      const signed = server.signed("GetSecretValue", { SecretName: "s" }, ann);
      return server.handle(formRequest({ ...signed, Signature: "Zm9yZ2Vk" }));
    },
  ],
  [
    "a replayed request",
    "SignatureNonceUsed",
    async ({ server, ann }) => {
      const request = formRequest(server.signed("GetSecretValue", { SecretName: "s" }, ann));
      assert.equal((await server.handle(request)).code, "OK");
      return server.handle(request);
    },
  ],
  [
    "a refused request, sent again once the right was given",
    "SignatureNonceUsed",
    async ({ server }) => {
      const bob = await server.user("bob");
      const request = formRequest(server.signed("GetSecretValue", { SecretName: "s" }, bob));
      assert.equal((await server.handle(request)).code, "Forbidden.NoPermission");
      const policy = { PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess" };
      await server.ram("AttachPolicyToUser", { ...policy, UserName: "bob" });
      return server.handle(request);
    },
  ],
  [
    "a replayed request of a session",
    "SignatureNonceUsed",
    async ({ server, session }) => {
      const request = formRequest(server.signed("GetCallerIdentity", {}, session));
      assert.equal((await server.handle(request)).code, "OK");
      return server.handle(request);
    },
  ],
  [
    "a replay with another nonce, not signed again",
    "SignatureDoesNotMatch",
    ({ server, ann }) => {
      const signed = server.signed("GetSecretValue", { SecretName: "s" }, ann);
      return server.handle(formRequest({ ...signed, SignatureNonce: "another" }));
    },
  ],
  [
    "a request signed again under another's AccessKey",
    "SignatureDoesNotMatch",
    ({ server, ann }) => {
      const signed = server.signed("GetSecretValue", { SecretName: "s" }, ann);
      return server.handle(formRequest({ ...signed, AccessKeyId: ACCESS_KEY.id }));
    },
  ],
  [
    "a signature cut short",
    "SignatureDoesNotMatch",
    ({ server, ann }) => {
      const signed = server.signed("GetSecretValue", { SecretName: "s" }, ann);
      return server.handle(
        formRequest({ ...signed, Signature: signed.Signature?.slice(0, 8) ?? "" }),
      );
    },
  ],
  [
    "an old request, kept back",
    "InvalidTimeStamp.Expired",
    ({ server, ann }) => {
      const request = formRequest(server.signed("GetSecretValue", { SecretName: "s" }, ann));
      server.now += 16 * 60_000;
      return server.handle(request);
    },
  ],
  [
    "a bearer token with an empty secret",
    "IncompleteSignature",
    ({ read, ann }) =>
      read({ ...ann, secret: "" }, { SignatureType: "BEARERTOKEN", BearerToken: "t" }),
  ],
  ["an empty secret", "SignatureDoesNotMatch", ({ read, ann }) => read({ ...ann, secret: "" })],
  [
    "V1 under V3's Authorization",
    "IncompleteSignature",
    (each) =>
      withHeaders(each, each.server.signed("GetSecretValue", { SecretName: "s" }, each.ann), {
        authorization: "ACS3-HMAC-SHA256 Credential=x,SignedHeaders=host,Signature=00",
        "x-acs-date": "2026-11-24T08:00:00Z",
      }),
  ],
  [
    "a session's AccessKey without its token",
    "MissingSecurityToken",
    ({ read, session }) => read({ id: session.id, secret: session.secret }),
  ],
  [
    "a session's token with another session's AccessKey",
    "InvalidSecurityToken.MismatchWithAccessKey",
    async ({ server, read, ann, session }) => {
      const other = await server.session(ann, { RoleArn: ROLE_ARN });
      return read({ ...other, token: session.token ?? "" });
    },
  ],
  [
    "a session's token with a user's AccessKey",
    "InvalidSecurityToken.MismatchWithAccessKey",
    ({ read, ann, session }) => read({ ...ann, token: session.token ?? "" }),
  ],
  [
    "a session's token with the secret guessed",
    "SignatureDoesNotMatch",
    ({ read, session }) => read({ ...session, secret: "guessed" }),
  ],
  [
    "a token with one letter changed",
    "InvalidSecurityToken.Malformed",
    ({ read, session }) => read({ ...session, token: flipped(session.token ?? "", 60) }),
  ],
  [
    "a token cut short",
    "InvalidSecurityToken.Malformed",
    ({ read, session }) => read({ ...session, token: session.token?.slice(0, -4) ?? "" }),
  ],
  [
    "a token with something behind it",
    "InvalidSecurityToken.Malformed",
    ({ read, session }) => read({ ...session, token: `${session.token}AAAA` }),
  ],
  [
    "a token in another spelling of the same bytes",
    "InvalidSecurityToken.Malformed",
    ({ read, session }) => read({ ...session, token: `${session.token}=` }),
  ],
  [
    "a token that was never ours",
    "InvalidSecurityToken.Malformed",
    ({ read, session }) => read({ ...session, token: "CAISFAKE" }),
  ],
  [
    "a token of another installation",
    "InvalidSecurityToken.Malformed",
    async ({ read, session }) => {
      const { session: foreign } = await world("another", 8);
      return read({ ...session, token: foreign.token ?? "" });
    },
  ],
  [
    "a token whose time has passed",
    "InvalidSecurityToken.Expired",
    ({ server, read, session }) => {
      server.now += 3_600_000;
      return read(session);
    },
  ],
  [
    "a token after its role was deleted",
    "InvalidSecurityToken.Expired",
    async ({ server, read, session }) => {
      await server.ram("DeleteRole", { RoleName: "Reader" });
      return read(session);
    },
  ],
  [
    "an import token in place of a security token",
    "InvalidSecurityToken.Malformed",
    async ({ server, read, session }) => {
      const { KeyMetadata } = (await server.call("CreateKey", { Origin: "EXTERNAL" })).body;
      const { KeyId } = KeyMetadata as { KeyId: string };
      const wrapping = { WrappingAlgorithm: "RSAES_OAEP_SHA_256", WrappingKeySpec: "RSA_2048" };
      const { body } = await server.call("GetParametersForImport", { KeyId, ...wrapping });
      const bytes = Buffer.from(String(body.ImportToken), "base64");
      return read({ ...session, token: `v1.${bytes.toString("base64url")}` });
    },
  ],
  [
    "a user's AccessKey after the user is gone",
    "InvalidAccessKeyId.NotFound",
    async ({ server, read, ann }) => {
      const user = await server.store.identity("user", ACCOUNT, "ann");
      await server.store.transaction((write) => write.deleteIdentity("user", user?.id ?? ""));
      return read(ann);
    },
  ],
];

for (const [attack, code, run] of ATTACKS) {
  test(`${attack} is ${code}`, async () => {
    const each = await world();
    await expect(run(each), code);
    assert.equal((await each.server.events()).at(-1)?.errorCode, code, "it is on record");
    assert.deepEqual(each.server.unexpected, []);
  });
}

// ---- what signature V3 must cover

const HOST = "127.0.0.1:8567";

/** Signed as the protocol describes it, over these headers; `sent` goes along and is not signed. */
function signedV3(body: string, headers: Readonly<Record<string, string>>, sent: object = {}) {
  const names = Object.keys(headers).sort();
  const bodyHash = hash("sha256", body, "hex");
  const lines = names.map((name) => `${name}:${headers[name]}\n`).join("");
  const canonical = ["POST", "/", "", lines, names.join(";"), bodyHash].join("\n");
  const text = `ACS3-HMAC-SHA256\n${hash("sha256", canonical, "hex")}`;
  const signature = createHmac("sha256", ACCESS_KEY.secret).update(text).digest("hex");
  const signedHeaders = `SignedHeaders=${names.join(";")}`;
  const authorization = `ACS3-HMAC-SHA256 Credential=${ACCESS_KEY.id},${signedHeaders},Signature=${signature}`;
  return {
    ...{ method: "POST", target: "/", body: Buffer.from(body) },
    headers: { ...headers, ...sent, authorization },
  };
}

let headerNonces = 0;

function headersV3(body: string): Record<string, string> {
  headerNonces += 1;
  return {
    ...{ host: HOST, "x-acs-action": "DescribeSecret", "x-acs-version": "2016-01-20" },
    ...{ "x-acs-date": "2026-11-24T08:00:00Z", "x-acs-signature-nonce": `v3-${headerNonces}` },
    "x-acs-content-sha256": hash("sha256", body, "hex"),
  };
}

test("what says how to read a body, or what to do with it, is signed", async () => {
  const { server } = await world();
  const form = { "content-type": "application/x-www-form-urlencoded" };
  const body = "SecretName=s";
  const good = await server.handle(signedV3(body, { ...headersV3(body), ...form }));
  assert.equal(good.code, "OK", String(good.body.Message));
  const unsigned = [form, { "x-acs-security-token": "" }, { "x-acs-action": "DeleteSecret" }];
  for (const sent of unsigned) {
    const [name = ""] = Object.keys(sent);
    const { [name]: _, ...given }: Record<string, string> = { ...headersV3(body), ...form };
    const { code, body: answer } = await server.handle(signedV3(body, given, sent));
    assert.equal(code, "IncompleteSignature");
    assert.equal(answer.Message, `The header \`${name}\` is not signed.`);
  }
  const none = headersV3("");
  const bare = await server.handle(signedV3("", { ...none, "x-acs-action": "ListSecrets" }, form));
  assert.equal(bare.code, "OK", "without a body there is nothing to read");
});

// ---- identity providers

const RSA = generateKeyPairSync("rsa", { modulusLength: 2048 });
const OTHER = generateKeyPairSync("rsa", { modulusLength: 2048 });

interface Issuer {
  readonly url: string;
  readonly server: Server;
  keys: object[];
  /** Answers instead of the key set. */
  jwks: { status: number; headers?: Record<string, string>; body?: string } | undefined;
  configuration: object | undefined;
  asked: number;
}

async function issuer(t: { after(fn: () => void): void }): Promise<Issuer> {
  const tls = {
    cert: readFileSync(join(TLS, "server.crt")),
    key: readFileSync(join(TLS, "server.key")),
  };
  const server = createServer(tls, (request, response) => {
    const isKeys = request.url === "/keys";
    if (isKeys) self.asked += 1;
    if (isKeys && self.jwks !== undefined) {
      response.writeHead(self.jwks.status, self.jwks.headers).end(self.jwks.body ?? "");
      return;
    }
    const configuration = { issuer: self.url, jwks_uri: `${self.url}/keys`, ...self.configuration };
    response.end(JSON.stringify(isKeys ? { keys: self.keys } : configuration));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  const jwk = await exportJWK(RSA.publicKey);
  const self: Issuer = {
    ...{ url: `https://127.0.0.1:${address.port}`, server, jwks: undefined, asked: 0 },
    ...{ keys: [{ ...jwk, kid: "one", alg: "RS256" }], configuration: undefined },
  };
  return self;
}

interface Claims extends JWTPayload {
  readonly at?: number;
}

function token(
  from: Issuer,
  claims: Claims = {},
  {
    key = RSA.privateKey,
    alg = "RS256",
    kid = "one",
  }: { key?: KeyObject; alg?: string; kid?: string } = {},
): Promise<string> {
  const seconds = Math.floor(START / 1000);
  const all = {
    iss: from.url,
    aud: "coffer",
    sub: "app",
    iat: seconds,
    exp: seconds + 600,
    ...claims,
  };
  return new SignJWT(all).setProtectedHeader({ alg, kid }).sign(key);
}

async function federation(t: { after(fn: () => void): void }) {
  const from = await issuer(t);
  const server = await testServer({ fetchJson });
  await server.call("CreateSecret", { SecretName: "s", SecretData: "v", VersionId: "v1" });
  const provider = { OIDCProviderName: "ci", IssuerUrl: from.url, ClientIds: "coffer,other" };
  await server.call("CreateOIDCProvider", { ...provider, CertificateAuthorities: CA });
  const arn = `acs:ram::${ACCOUNT}:oidc-provider/ci`;
  const trust = {
    ...{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Federated: [arn] } },
    Condition: { StringEquals: { "oidc:sub": "app", "oidc:aud": "coffer" } },
  };
  const document = JSON.stringify({ Version: "1", Statement: [trust] });
  await server.ram("CreateRole", { RoleName: "Reader", AssumeRolePolicyDocument: document });
  await server.ram("AttachPolicyToRole", {
    ...{ PolicyType: "System", PolicyName: "AliyunKMSSecretUserAccess", RoleName: "Reader" },
  });
  const assumeFrom = (
    remoteAddress: string | undefined,
    OIDCToken: string,
    change: Readonly<Record<string, string>> = {},
  ) =>
    server.handle({
      ...formRequest({
        ...{ Action: "AssumeRoleWithOIDC", Version: "2015-04-01", OIDCToken },
        ...{ OIDCProviderArn: arn, RoleArn: ROLE_ARN, RoleSessionName: "ci-1", ...change },
      }),
      ...(remoteAddress === undefined ? {} : { remoteAddress }),
    });
  const assume = (OIDCToken: string, change: Readonly<Record<string, string>> = {}) =>
    assumeFrom(undefined, OIDCToken, change);
  return { from, server, assume, assumeFrom };
}

type Federation = Awaited<ReturnType<typeof federation>>;

test("a signature beside the token neither helps nor harms", async (t) => {
  const { from, server } = await federation(t);
  const { signerOf } = await import("../support/server.ts");
  const OIDCProviderArn = `acs:ram::${ACCOUNT}:oidc-provider/ci`;
  const nobody = signerOf({ Credentials: { AccessKeyId: "none", AccessKeySecret: "none" } });
  for (const signer of [undefined, nobody]) {
    const members = {
      ...{ Version: "2015-04-01", OIDCProviderArn, RoleArn: ROLE_ARN },
      ...{ RoleSessionName: "ci-1", OIDCToken: await token(from) },
    };
    const answer = await server.call("AssumeRoleWithOIDC", members, signer);
    assert.equal(answer.code, "OK");
    const { Arn } = answer.body.AssumedRoleUser as { Arn: string };
    assert.match(Arn, /role\/.*\/ci-1$/);
    const bad = { ...members, OIDCToken: `${members.OIDCToken.slice(0, -8)}AAAAAAAA` };
    const { code } = await server.call("AssumeRoleWithOIDC", bad, signer);
    assert.equal(code, "AuthenticationFail.OIDCToken.Invalid");
  }
});

test("whom a provider vouches for gets a session, and nothing without one", async (t) => {
  const { from, server, assume } = await federation(t);
  const answer = await assume(await token(from));
  assert.equal(answer.code, "OK");
  const info = answer.body.OIDCTokenInfo as Readonly<Record<string, string>>;
  assert.deepEqual([info.Subject, info.Issuer, info.ClientIds], ["app", from.url, "coffer"]);
  const { signerOf } = await import("../support/server.ts");
  const read = await server.call("GetSecretValue", { SecretName: "s" }, signerOf(answer.body));
  assert.equal(read.code, "OK");
  assert.deepEqual(server.unexpected, []);
});

test("keys are kept, and fetched again when the issuer has new ones, but not at every stranger's word", async (t) => {
  const { from, server, assume } = await federation(t);
  for (let index = 0; index < 5; index += 1) await assume(await token(from));
  assert.equal(from.asked, 1);
  from.keys = [{ ...(await exportJWK(OTHER.publicKey)), kid: "two", alg: "RS256" }];
  const rotated = () => token(from, {}, { key: OTHER.privateKey, kid: "two" });
  assert.equal((await assume(await rotated())).code, "AuthenticationFail.OIDCToken.Invalid");
  assert.equal(from.asked, 1);
  server.now += 31_000;
  assert.equal((await assume(await rotated())).code, "OK");
  assert.equal(from.asked, 2);
  // The old key is the issuer's no longer.
  assert.equal((await assume(await token(from))).code, "AuthenticationFail.OIDCToken.Invalid");
});

const base64url = (value: object): string =>
  Buffer.from(JSON.stringify(value)).toString("base64url");

const INVALID = "AuthenticationFail.OIDCToken.Invalid";
const seconds = Math.floor(START / 1000);

const OIDC_ATTACKS: readonly (readonly [string, string, (world: Federation) => Promise<Answer>])[] =
  [
    [
      "a token with `alg: none`",
      INVALID,
      async ({ from, assume }) => {
        const [, payload] = (await token(from)).split(".");
        return assume(`${base64url({ alg: "none" })}.${payload}.`);
      },
    ],
    [
      "HS256 with the public key as its secret",
      INVALID,
      async ({ from, assume }) => {
        const [, payload] = (await token(from)).split(".");
        const signed = `${base64url({ alg: "HS256", kid: "one" })}.${payload}`;
        const pem = RSA.publicKey.export({ type: "spki", format: "pem" });
        return assume(`${signed}.${createHmac("sha256", pem).update(signed).digest("base64url")}`);
      },
    ],
    [
      "HS256 with a secret that the issuer publishes",
      INVALID,
      async ({ from, assume }) => {
        const secret = Buffer.alloc(32, 1);
        from.keys = [{ kty: "oct", kid: "one", alg: "HS256", k: secret.toString("base64url") }];
        const [, payload] = (await token(from)).split(".");
        const signed = `${base64url({ alg: "HS256", kid: "one" })}.${payload}`;
        const signature = createHmac("sha256", secret).update(signed).digest("base64url");
        return assume(`${signed}.${signature}`);
      },
    ],
    [
      "a token that another key signed under a known key id",
      INVALID,
      async ({ from, assume }) => assume(await token(from, {}, { key: OTHER.privateKey })),
    ],
    [
      "a token whose claims were changed",
      INVALID,
      async ({ from, assume }) => {
        const [head, , signature] = (await token(from)).split(".");
        const claims = {
          iss: from.url,
          aud: "coffer",
          sub: "admin",
          iat: seconds,
          exp: seconds + 600,
        };
        return assume(`${head}.${base64url(claims)}.${signature}`);
      },
    ],
    [
      "a token for another audience",
      INVALID,
      async ({ from, assume }) => assume(await token(from, { aud: "elsewhere" })),
    ],
    [
      "a token of another issuer",
      INVALID,
      async ({ from, assume }) => assume(await token(from, { iss: "https://evil.test" })),
    ],
    [
      "a token of an issuer that looks alike",
      INVALID,
      async ({ from, assume }) => assume(await token(from, { iss: `${from.url}/` })),
    ],
    [
      "a token whose time has passed",
      "AuthenticationFail.OIDCToken.Expired",
      async ({ from, assume }) => assume(await token(from, { exp: seconds - 61 })),
    ],
    [
      "a token issued too long ago",
      "AuthenticationFail.OIDCToken.Expired",
      async ({ from, assume }) => assume(await token(from, { iat: seconds - 13 * 3600 })),
    ],
    [
      "a token from the future",
      INVALID,
      async ({ from, assume }) => assume(await token(from, { iat: seconds + 120 })),
    ],
    [
      "a token without a subject",
      INVALID,
      async ({ from, assume }) => assume(await token(from, { sub: undefined } as never)),
    ],
    [
      "a token of a subject that the trust policy does not name",
      "NoPermission",
      async ({ from, assume }) => assume(await token(from, { sub: "App" })),
    ],
    [
      "a key set behind a redirect",
      INVALID,
      async ({ from, assume }) => {
        from.jwks = { status: 302, headers: { location: `${from.url}/elsewhere` } };
        return assume(await token(from));
      },
    ],
    [
      "a key set of endless length",
      INVALID,
      async ({ from, assume }) => {
        from.jwks = { status: 200, body: "x".repeat(300_000) };
        return assume(await token(from));
      },
    ],
    [
      "two keys of one key id",
      INVALID,
      async ({ from, assume }) => {
        const other = { ...(await exportJWK(OTHER.publicKey)), kid: "one", alg: "RS256" };
        from.keys = [other, ...from.keys];
        return assume(await token(from, {}, { key: OTHER.privateKey }));
      },
    ],
    [
      "a configuration that names another issuer",
      INVALID,
      async ({ from, assume }) => {
        from.configuration = { issuer: "https://evil.test" };
        return assume(await token(from));
      },
    ],
    [
      "a key set that is fetched in clear",
      INVALID,
      async ({ from, assume }) => {
        from.configuration = { jwks_uri: from.url.replace("https", "http") };
        return assume(await token(from));
      },
    ],
    [
      "an issuer with a certificate that nobody vouches for",
      INVALID,
      async ({ from, server, assume }) => {
        const provider = await server.store.identity("oidc", ACCOUNT, "ci");
        assert.ok(provider);
        const { certificateAuthorities: _, ...without } = provider;
        await server.store.transaction((write) => write.updateIdentity("oidc", without));
        return assume(await token(from));
      },
    ],
    [
      "an issuer with another certificate than its fingerprints",
      "AuthenticationFail.OIDCToken.PublicKeyFingerprintMismatch",
      async ({ from, server, assume }) => {
        const fingerprints = { OIDCProviderName: "ci", Fingerprints: "00".repeat(20) };
        await server.call("UpdateOIDCProvider", fingerprints);
        return assume(await token(from));
      },
    ],
    [
      "a provider that is not there",
      "EntityNotExist.OIDCProvider",
      async ({ from, assume }) =>
        assume(await token(from), { OIDCProviderArn: `acs:ram::${ACCOUNT}:oidc-provider/none` }),
    ],
    [
      "a token after its provider was deleted",
      "EntityNotExist.OIDCProvider",
      async ({ from, server, assume }) => {
        assert.equal((await assume(await token(from))).code, "OK");
        await server.call("DeleteOIDCProvider", { OIDCProviderName: "ci" });
        return assume(await token(from));
      },
    ],
    ["no JSON Web Token at all", INVALID, ({ assume }) => assume("not-a-token")],
    ["no token", "MissingParameter.OIDCToken", ({ assume }) => assume("")],
    [
      "a token for an operation that needs a signature",
      "MissingAccessKeyId",
      async ({ from, assume }) =>
        assume(await token(from), {
          Action: "GetSecretValue",
          Version: "2016-01-20",
          SecretName: "s",
        }),
    ],
  ];

for (const [attack, code, run] of OIDC_ATTACKS) {
  test(`${attack} is ${code}`, async (t) => {
    const each = await federation(t);
    await expect(run(each), code);
    assert.equal((await each.server.events()).at(-1)?.errorCode, code, "it is on record");
    assert.deepEqual(each.server.unexpected, []);
  });
}

test("a token with an endless subject fails nobody else's request, and is on record", async (t) => {
  const { server, from, assume } = await federation(t);
  const sub = "x".repeat(100_000);
  const [code] = await Promise.all([
    assume(await token(from, { sub })).then((answer) => answer.code),
    ...[1, 2, 3].map(async () => assert.equal((await server.call("ListSecrets")).code, "OK")),
  ]);
  assert.equal(code, INVALID);
  const events = await server.events();
  const recorded = events.find(({ errorCode }) => errorCode === code);
  const identity = recorded?.userIdentity as Readonly<Record<string, unknown>>;
  assert.equal(identity.userName, sub.slice(0, 256));
  for (const each of events) assert.ok(JSON.stringify(each).length <= 60_000);
  assert.deepEqual(server.unexpected, []);
});

test("for an algorithm that is never taken no issuer is asked", async (t) => {
  const { from, assume } = await federation(t);
  const [, payload, signature] = (await token(from)).split(".");
  for (const alg of ["none", "None", "HS256", "HS384", "HS512", "RS1", "ES256K", "dir", "", 5]) {
    const { code, body } = await assume(
      `${base64url({ alg, kid: "one" })}.${payload}.${signature}`,
    );
    assert.equal(code, INVALID);
    assert.match(String(body.Message), /its algorithm is not allowed/, String(alg));
  }
  assert.equal(from.asked, 0);
});

// ---- what an issuer may have in its key set

const SMALL = generateKeyPairSync("rsa", { modulusLength: 1024 });
const CURVE = generateKeyPairSync("ec", { namedCurve: "P-256" });
const point = CURVE.publicKey.export({ format: "jwk" }) as JWK;
const KEY_ID = { kid: "one", use: "sig" };
const ADDRESS = "203.0.113.9";

interface UnusableKey {
  readonly jwk: JWK;
  readonly signed?: { readonly key: KeyObject; readonly alg: string };
}

const rsa = (change: object): JWK => ({ kty: "RSA", e: "AQAB", ...change }) as JWK;

const UNUSABLE: Readonly<Record<string, UnusableKey>> = {
  "an RSA key of 1024 bits": {
    jwk: SMALL.publicKey.export({ format: "jwk" }) as JWK,
    signed: { key: SMALL.privateKey, alg: "RS256" },
  },
  "an RSA key without a modulus": { jwk: rsa({}) },
  "an RSA key without anything": { jwk: { kty: "RSA" } },
  "an RSA key whose modulus is no Base64": { jwk: rsa({ n: "!!" }) },
  "an RSA key whose modulus is a number": { jwk: rsa({ n: 5 }) },
  "a private RSA key": { jwk: RSA.privateKey.export({ format: "jwk" }) as JWK },
  "a point that is not on its curve": {
    jwk: { ...point, x: point.y ?? "" },
    signed: { key: CURVE.privateKey, alg: "ES256" },
  },
  "a point that is cut short": {
    jwk: { ...point, y: "AA" },
    signed: { key: CURVE.privateKey, alg: "ES256" },
  },
};

for (const [name, { jwk, signed }] of Object.entries(UNUSABLE)) {
  test(`${name} in the key set vouches for nobody, and showing its tokens is a guess`, async (t) => {
    const { from, server, assumeFrom } = await federation(t);
    from.keys = [{ ...jwk, ...KEY_ID }];
    const shown = await smallToken(from, signed);
    for (let index = 0; index < 20; index += 1) {
      const answer = await assumeFrom(ADDRESS, shown);
      assert.deepEqual([answer.status, answer.code], [401, INVALID]);
    }
    assert.equal((await assumeFrom(ADDRESS, shown)).code, "Rejected.Throttling");
    assert.deepEqual(server.unexpected, []);
  });

  test(`${name} in the key set stands in no other key's way, not even in one of its id`, async (t) => {
    const { from, server, assume } = await federation(t);
    const good = from.keys;
    for (const kid of ["one", "two"]) {
      from.keys = [{ ...jwk, ...KEY_ID, kid }, ...good];
      server.now += 2 * 3_600_000;
      const iat = Math.floor(server.now / 1000);
      assert.equal((await assume(await token(from, { iat, exp: iat + 600 }))).code, "OK");
    }
    assert.deepEqual(server.unexpected, []);
  });
}

/** Signed by hand: no library signs with a key that is too small. */
async function smallToken(from: Issuer, signed: UnusableKey["signed"]): Promise<string> {
  if (signed === undefined) return token(from);
  if (signed.alg !== "RS256") return token(from, {}, signed);
  const [, payload] = (await token(from)).split(".");
  const text = `${base64url({ alg: "RS256", kid: "one" })}.${payload}`;
  return `${text}.${sign("sha256", Buffer.from(text), signed.key).toString("base64url")}`;
}

test("what is no key in a key set is passed over", async (t) => {
  const { from, server, assume } = await federation(t);
  const good = from.keys;
  for (const other of [null, "key", 7, true, [], [null], {}, { kty: 5, kid: "one" }]) {
    from.keys = [other as object, ...good, other as object];
    server.now += 2 * 3_600_000;
    const iat = Math.floor(server.now / 1000);
    const { code } = await assume(await token(from, { iat, exp: iat + 600 }));
    assert.equal(code, "OK", JSON.stringify(other));
  }
  assert.deepEqual(server.unexpected, []);
});

// ---- wrong tokens slow down whom they speak of

/** The codes of so many attempts in their order, each with how often it came in a row. */
async function codesOf(count: number, attempt: (index: number) => Promise<Answer>) {
  const rows: [string, number][] = [];
  for (let index = 0; index < count; index += 1) {
    const { code } = await attempt(index);
    const last = rows.at(-1);
    if (last?.[0] === code) last[1] += 1;
    else rows.push([code, 1]);
  }
  return rows;
}

const THROTTLED = "Rejected.Throttling";

test("an issuer that is down makes nobody wait, and is not asked for every token", async (t) => {
  const { from, server, assumeFrom } = await federation(t);
  const right = await token(from);
  from.jwks = { status: 503 };
  assert.deepEqual(await codesOf(40, () => assumeFrom(ADDRESS, right)), [[INVALID, 40]]);
  assert.equal(from.asked, 1);
  from.jwks = undefined;
  server.now += 5_000;
  assert.equal((await assumeFrom(ADDRESS, right)).code, "OK");
});

test("who shows wrong tokens waits at that address, and nobody else there does", async (t) => {
  const { from, server, assumeFrom } = await federation(t);
  const wrong = await token(from, { sub: "broken", aud: "elsewhere" });
  assert.deepEqual(await codesOf(22, () => assumeFrom(ADDRESS, wrong)), [
    [INVALID, 20],
    [THROTTLED, 2],
  ]);
  const right = await token(from);
  assert.equal((await assumeFrom(ADDRESS, right)).code, "OK");
  const mended = await token(from, { sub: "broken" });
  const refused = await assumeFrom(ADDRESS, mended);
  assert.equal(refused.code, THROTTLED, "a right token too, so that a refused one tells nothing");
  assert.equal((await assumeFrom("198.51.100.4", mended)).code, "NoPermission");
  server.now += 1000 * Number(refused.headers["retry-after"]);
  assert.equal((await assumeFrom(ADDRESS, mended)).code, "NoPermission");
});

test("the same subject of another issuer, or at another provider, is another one", async (t) => {
  const { from, assumeFrom } = await federation(t);
  const wrong = await token(from, { aud: "elsewhere" });
  const elsewhere = { OIDCProviderArn: `acs:ram::${ACCOUNT}:oidc-provider/none` };
  const foreign = await token(from, { iss: "https://evil.test" });
  await codesOf(20, () => assumeFrom(ADDRESS, foreign));
  assert.equal((await assumeFrom(ADDRESS, foreign)).code, THROTTLED);
  assert.equal((await assumeFrom(ADDRESS, await token(from))).code, "OK");
  await codesOf(20, () => assumeFrom(ADDRESS, wrong));
  assert.equal((await assumeFrom(ADDRESS, await token(from))).code, THROTTLED);
  const other = await assumeFrom(ADDRESS, wrong, elsewhere);
  assert.equal(other.code, "EntityNotExist.OIDCProvider");
});

test("tokens that say nothing about themselves count together", async (t) => {
  const { from, assumeFrom } = await federation(t);
  const nothing = ["not-a-token", "a.b.c", `.${base64url([])}.`, `.${base64url({ sub: [1] })}.`];
  const rows = await codesOf(24, (index) => assumeFrom(ADDRESS, nothing[index % 4] ?? ""));
  assert.deepEqual(rows, [
    [INVALID, 20],
    [THROTTLED, 4],
  ]);
  assert.equal((await assumeFrom(ADDRESS, await token(from))).code, "OK");
});

test("changing the subject with each wrong token ends at the address's limit", async (t) => {
  const { from, assumeFrom } = await federation(t);
  const wrong = async (index: number) =>
    assumeFrom(ADDRESS, await token(from, { sub: `guess-${index}`, aud: "elsewhere" }));
  assert.deepEqual(await codesOf(220, wrong), [
    [INVALID, 200],
    [THROTTLED, 20],
  ]);
});
