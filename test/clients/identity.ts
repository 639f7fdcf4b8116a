// `@alicloud/ram20150501`, `@alicloud/sts20150401` and `@alicloud/credentials` from npm, unmodified: users and roles are
// made, and credentials of four types say who they are. Prints what it saw as one line of JSON.
import Credential, { Config as CredentialConfig } from "@alicloud/credentials";
import OpenApi, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import Ram, * as ram from "@alicloud/ram20150501";
import Sts, * as sts from "@alicloud/sts20150401";
import { RuntimeOptions } from "@alicloud/tea-util";

type Method = (request: unknown) => Promise<{ body: Record<string, never> }>;
type Caller = Readonly<Record<string, Method>>;

/** CommonJS packages: the class is one level deeper when imported as a module. */
const inner = <Class>(module: unknown): Class => (module as { default: Class }).default;

const endpoint = new URL(process.env.ENDPOINT ?? "");
const root = {
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "",
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "",
};
const place = { endpoint: endpoint.host, protocol: endpoint.protocol.replace(":", "") };

function clientOf(module: unknown, config: object): Caller {
  const Client = inner<new (config: Config) => Caller>(module);
  return new Client(new Config({ ...place, ...config }));
}

/** Calls methods of a client by their names, with the classes of their requests. */
function callsOf(caller: Caller, requests: object) {
  return async (name: string, members: object = {}) => {
    const classes = requests as Record<string, new (members: object) => unknown>;
    const Request = classes[`${name.charAt(0).toUpperCase()}${name.slice(1)}Request`];
    const answer = await caller[name]?.(Request && new Request(members));
    if (answer === undefined) throw new Error(`no method ${name}`);
    return answer.body as Record<string, Record<string, unknown>>;
  };
}

const asRoot = callsOf(clientOf(Ram, root), ram);
const allow = (action: string) => ({ Effect: "Allow", Action: action, Resource: "*" });
const document = (...Statement: object[]) => JSON.stringify({ Version: "1", Statement });

const { arn, accountId } = (await callsOf(clientOf(Sts, root), sts)("getCallerIdentity")) as never;
await asRoot("createUser", { userName: "ann", displayName: "安" });
const { accessKey } = await asRoot("createAccessKey", { userName: "ann" });
const ann = {
  accessKeyId: String(accessKey?.accessKeyId),
  accessKeySecret: String(accessKey?.accessKeySecret),
};
const rights = document(allow("sts:AssumeRole"), allow("kms:GetSecretValue"));
await asRoot("createPolicy", { policyName: "of-ann", policyDocument: rights });
const attached = { policyName: "of-ann", policyType: "Custom" };
await asRoot("attachPolicyToUser", { ...attached, userName: "ann" });
const provider = process.env.OIDC_PROVIDER_ARN ?? "";
const trust = { Effect: "Allow", Action: "sts:AssumeRole" };
const trusted = document(
  { ...trust, Principal: { RAM: [`acs:ram::${accountId}:root`] } },
  {
    ...trust,
    Principal: { Federated: [provider] },
    Condition: { StringEquals: { "oidc:sub": "app" } },
  },
);
await asRoot("createRole", { roleName: "reader", assumeRolePolicyDocument: trusted });
const secrets = { policyName: "AliyunKMSSecretUserAccess", policyType: "System" };
await asRoot("attachPolicyToRole", { ...secrets, roleName: "reader" });
const { users } = await asRoot("listUsers");
const { policies } = await asRoot("listPoliciesForUser", { userName: "ann" });
const missing = await asRoot("getUser", { userName: "nobody" }).catch((error) => error.code);
const roleArn = `acs:ram::${accountId}:role/reader`;
const asAnn = callsOf(clientOf(Sts, ann), sts);
const assumed = await asAnn("assumeRole", { roleArn, roleSessionName: "by-sts" });

type Credentials = { getCredential(): Promise<Record<string, string>> };
const CredentialClient = inner<new (config: CredentialConfig) => Credentials>(Credential);

/** Who the credentials of a type are, and what they read. */
async function use(config: object): Promise<{ arn: unknown; data: unknown }> {
  const credential = new CredentialClient(
    new CredentialConfig({ stsEndpoint: endpoint.host, ...config }),
  );
  const given = { ...place, credential: credential as never };
  const who = await callsOf(clientOf(Sts, given), sts)("getCallerIdentity");
  const Kms =
    inner<new (config: Config) => { callApi(...all: unknown[]): Promise<never> }>(OpenApi);
  const params = new Params({
    ...{ action: "GetSecretValue", version: "2016-01-20", protocol: "HTTPS", pathname: "/" },
    ...{ method: "POST", authType: "AK", bodyType: "json", reqBodyType: "formData", style: "RPC" },
  });
  const request = new OpenApiRequest({ query: { SecretName: "db" } });
  const { body } = await new Kms(new Config(given)).callApi(
    params,
    request,
    new RuntimeOptions({}),
  );
  return { arn: who.arn, data: (body as Record<string, unknown>).SecretData };
}

const token = assumed.credentials ?? {};
const seen = {
  arn,
  users: ((users?.user ?? []) as { userName: string; displayName: string }[]).map(
    ({ userName, displayName }) => `${userName} ${displayName}`,
  ),
  policies: ((policies?.policy ?? []) as { policyName: string }[]).map(
    ({ policyName }) => policyName,
  ),
  missing,
  accessKey: await use({ type: "access_key", ...ann }),
  sts: await use({
    type: "sts",
    accessKeyId: token.accessKeyId,
    accessKeySecret: token.accessKeySecret,
    securityToken: token.securityToken,
  }),
  roleArn: await use({ type: "ram_role_arn", ...ann, roleArn, roleSessionName: "by-role" }),
  oidc: await use({
    type: "oidc_role_arn",
    roleArn,
    oidcProviderArn: provider,
    oidcTokenFilePath: process.env.OIDC_TOKEN_FILE ?? "",
    roleSessionName: "by-token",
  }),
};
process.stdout.write(`${JSON.stringify(seen)}\n`);
