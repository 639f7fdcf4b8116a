// The official clients of RAM and STS, and the official credentials of four types, over https with a private CA.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:https";
import { join } from "node:path";
import test from "node:test";
import { promisify } from "node:util";
import { exportJWK, SignJWT } from "jose";
import { ACCESS_KEY, ROOT, startServer, TLS, temporaryFolder } from "./support/server.ts";
import { call } from "./support/signed-call.ts";

const ACCOUNT = "1234567890123456";
const CA = join(TLS, "ca.crt");

/** An identity provider with one key, over https. */
async function startIssuer(t: { after(fn: () => void): void }) {
  const { publicKey, privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const keys = [{ ...(await exportJWK(publicKey)), kid: "one", alg: "RS256" }];
  const certificate = {
    cert: readFileSync(join(TLS, "server.crt")),
    key: readFileSync(join(TLS, "server.key")),
  };
  const server = createServer(certificate, (request, response) => {
    const answer = request.url === "/keys" ? { keys } : { issuer: url, jwks_uri: `${url}/keys` };
    response.end(JSON.stringify(answer));
  }).listen(0, "127.0.0.1");
  t.after(() => server.close());
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address);
  const url = `https://127.0.0.1:${address.port}`;
  const token = await new SignJWT({ iss: url, aud: "coffer", sub: "app" })
    .setProtectedHeader({ alg: "RS256", kid: "one" })
    .setIssuedAt()
    .setExpirationTime("10m")
    .sign(privateKey);
  return { url, token };
}

test("official clients make users and roles, and credentials of four types are who they should be", async (t) => {
  const folder = temporaryFolder(t);
  const environment = { COFFER_ACCOUNT_ID: ACCOUNT };
  const dataDir = join(folder, "data");
  const plain = await startServer({ dataDir, environment });
  const issuer = await startIssuer(t);
  const secret = { SecretName: "db", SecretData: "the value", VersionId: "v1" };
  assert.equal((await call(plain.endpoint, "CreateSecret", secret)).status, 200);
  const provider = {
    ...{ Version: "2019-08-15", OIDCProviderName: "ci", IssuerUrl: issuer.url },
    ...{ ClientIds: "coffer", CertificateAuthorities: readFileSync(CA, "utf8") },
  };
  assert.equal((await call(plain.endpoint, "CreateOIDCProvider", provider)).status, 200);
  await plain.stop();
  const running = await startServer({ dataDir, environment, tls: true });
  t.after(() => running.stop());
  const tokenFile = join(folder, "token");
  writeFileSync(tokenFile, issuer.token);
  const program = join(ROOT, "test/clients/identity.ts");
  // Not waited for in one go: the issuer answers in this process.
  const { stdout } = await promisify(execFile)(process.execPath, [program], {
    env: {
      ...process.env,
      ENDPOINT: running.endpoint,
      NODE_EXTRA_CA_CERTS: CA,
      ALIBABA_CLOUD_ACCESS_KEY_ID: ACCESS_KEY.accessKeyId,
      ALIBABA_CLOUD_ACCESS_KEY_SECRET: ACCESS_KEY.accessKeySecret,
      OIDC_PROVIDER_ARN: `acs:ram::${ACCOUNT}:oidc-provider/ci`,
      OIDC_TOKEN_FILE: tokenFile,
    },
  });
  const session = (name: string) => ({
    ...{ arn: `acs:ram::${ACCOUNT}:assumed-role/reader/${name}`, data: "the value" },
  });
  assert.deepEqual(JSON.parse(stdout), {
    arn: `acs:ram::${ACCOUNT}:root`,
    users: ["ann 安"],
    policies: ["of-ann"],
    missing: "EntityNotExist.User",
    accessKey: { arn: `acs:ram::${ACCOUNT}:user/ann`, data: "the value" },
    sts: session("by-sts"),
    roleArn: session("by-role"),
    oidc: session("by-token"),
  });
});
