// The generated clients from npm: `@alicloud/kms20160120` 1.2 (signature V1), `@alicloud/ram20150501` and
// `@alicloud/sts20150401` (V3), with `@alicloud/credentials` for roles and tokens.
import Credential, { Config as CredentialConfig } from "@alicloud/credentials";
import Kms, * as kms from "@alicloud/kms20160120";
import { Config } from "@alicloud/openapi-client";
import Ram, * as ram from "@alicloud/ram20150501";
import Sts, * as sts from "@alicloud/sts20150401";
import type { Call } from "../../driver.ts";
import { inner, missing, serve } from "./serve.ts";

interface Shape {
  types(): Record<string, unknown>;
}
type Request = (new (members: object) => object) & Shape;
type Methods = Record<string, ((request?: object) => Promise<unknown>) | undefined>;

const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

/** The members of a request as its class wants them: `SecretName` → `secretName`, within lists of objects too. */
function membersFor(shape: Partial<Shape>, parameters: object): object {
  const types = shape.types?.() ?? {};
  const entries = Object.entries(parameters).map(([name, value]) => {
    const type = types[lower(name)] as { type?: string; itemType?: unknown } | string | undefined;
    if (type === "string" && typeof value === "object") return [lower(name), JSON.stringify(value)];
    if (type === "string") return [lower(name), String(value)];
    const item = (type as { itemType?: Request } | undefined)?.itemType;
    if (!Array.isArray(value) || typeof item !== "function") return [lower(name), value];
    return [lower(name), value.map((one) => new item(membersFor(item, one)))];
  });
  return Object.fromEntries(entries);
}

/** A parameter that came after this client: it cannot be sent. */
function hasAll(shape: Partial<Shape>, parameters: object): boolean {
  const types = shape.types?.() ?? {};
  return Object.keys(parameters).every((name) => Object.hasOwn(types, lower(name)));
}

/** KMS 1.2 answers with classes whose members begin in lower case. */
function renamed(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(renamed);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, own]) => [upper(name), renamed(own)]),
  );
}

const MODULES: Readonly<Record<string, readonly [module: unknown, requests: object]>> = {
  Kms: [Kms, kms],
  Ram: [Ram, ram],
  Sts: [Sts, sts],
};

async function credentialsOf({ operation, parameters, credentials, endpoint }: Call) {
  type Provider = { getCredential(): Promise<Record<string, string>> };
  const Client = inner<new (config: object) => Provider>(Credential);
  const config = {
    ...{ type: operation, stsEndpoint: new URL(endpoint).host, ...credentials },
    ...membersFor({}, parameters),
  };
  const { accessKeyId, accessKeySecret, securityToken } = await new Client(
    new CredentialConfig(config),
  ).getCredential();
  return {
    ...{ AccessKeyId: accessKeyId, AccessKeySecret: accessKeySecret },
    SecurityToken: securityToken,
  };
}

await serve(async (call) => {
  const { product, operation, parameters, credentials, endpoint } = call;
  if (product === "Credentials") return credentialsOf(call);
  const { host, protocol } = new URL(endpoint);
  const [module, requests] = MODULES[product] ?? [];
  if (module === undefined) return missing;
  const place = { endpoint: host, protocol: protocol.replace(":", ""), regionId: "cn-hangzhou" };
  const type = product === "Kms" || !credentials.securityToken ? {} : { type: "sts" };
  const Client = inner<new (config: object) => Methods>(module);
  const client = new Client(new Config({ ...place, ...credentials, ...type }));
  const method = client[lower(operation)];
  if (method === undefined) return missing;
  const Request = (requests as Record<string, Request>)[`${operation}Request`];
  if (Request !== undefined && !hasAll(Request, parameters)) return missing;
  const answer = await method.call(
    client,
    Request === undefined ? undefined : new Request(membersFor(Request, parameters)),
  );
  const { body } = answer as { body?: { toMap(): object } };
  return body === undefined ? renamed(answer) : body.toMap();
});
