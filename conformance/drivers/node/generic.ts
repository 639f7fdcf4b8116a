// Generic calls with signature V3, half with a query, half with a form body, for the two clients that make them.
import type { Call } from "../../driver.ts";
import { inner, missing, serve } from "./serve.ts";

type Class = new (members: object) => object;

/** The classes of a generic client; its own is one level deeper. */
export interface Generic {
  readonly OpenApi: unknown;
  readonly Config: Class;
  readonly OpenApiRequest: Class;
  readonly Params: Class;
  readonly RuntimeOptions: Class;
}

interface Client {
  callApi(params: object, request: object, runtime: object): Promise<{ body: unknown }>;
}

/** Lists and maps as generated clients send them: lists as `Name.1`, maps as JSON. */
function flat(parameters: Call["parameters"]): Record<string, string> {
  const entries = Object.entries(parameters).flatMap(([name, value]): [string, unknown][] => {
    if (Array.isArray(value)) {
      return value.flatMap((item, at): [string, unknown][] =>
        typeof item === "object"
          ? Object.entries(item).map(([key, own]) => [`${name}.${at + 1}.${key}`, own])
          : [[`${name}.${at + 1}`, item]],
      );
    }
    return [[name, typeof value === "object" ? JSON.stringify(value) : value]];
  });
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

export async function serveGeneric(generic: Generic): Promise<void> {
  const { Config, OpenApiRequest, Params, RuntimeOptions } = generic;
  const Client = inner<new (config: object) => Client>(generic.OpenApi);
  let calls = 0;
  await serve(async ({ product, version, operation, parameters, credentials, endpoint }) => {
    if (product === "Credentials") return missing;
    calls += 1;
    const { host, protocol } = new URL(endpoint);
    const scheme = protocol.replace(":", "");
    const { securityToken } = credentials;
    const type = securityToken === undefined ? {} : { type: "sts" };
    const client = new Client(
      new Config({ endpoint: host, protocol: scheme, ...credentials, ...type }),
    );
    const params = new Params({
      ...{ action: operation, version, protocol: scheme.toUpperCase(), pathname: "/" },
      ...{
        method: "POST",
        authType: "AK",
        bodyType: "json",
        reqBodyType: "formData",
        style: "RPC",
      },
    });
    const members = flat(parameters);
    const request = new OpenApiRequest(calls % 2 === 0 ? { body: members } : { query: members });
    return (await client.callApi(params, request, new RuntimeOptions({}))).body;
  });
}
