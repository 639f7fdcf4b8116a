// `@alicloud/openapi-client`: generic calls with signature V3, half with a query, half with a form body.
import OpenApi, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import { walk } from "./walk.ts";

const endpoint = new URL(process.env.ENDPOINT ?? "");
// A CommonJS package: its class is one level deeper when imported as a module.
const { default: Client } = OpenApi as unknown as {
  default: new (
    config: Config,
  ) => {
    callApi(
      params: Params,
      request: OpenApiRequest,
      runtime: RuntimeOptions,
    ): Promise<{ body: Record<string, unknown> }>;
  };
};
const client = new Client(
  new Config({
    endpoint: endpoint.host,
    protocol: endpoint.protocol.replace(":", ""),
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "",
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "",
  }),
);

let calls = 0;
await walk(async (action, members) => {
  calls += 1;
  const inBody = calls % 2 === 0;
  const params = new Params({
    action,
    version: "2016-01-20",
    protocol: endpoint.protocol.replace(":", "").toUpperCase(),
    pathname: "/",
    method: "POST",
    authType: "AK",
    bodyType: "json",
    reqBodyType: "formData",
    style: "RPC",
  });
  const request = new OpenApiRequest(inBody ? { body: members } : { query: members });
  const { body } = await client.callApi(params, request, new RuntimeOptions({}));
  return body;
});
