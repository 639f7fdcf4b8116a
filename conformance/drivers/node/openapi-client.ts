// `@alicloud/openapi-client`: generic calls with signature V3, half with a query, half with a form body.
import OpenApi, { Config, OpenApiRequest, Params } from "@alicloud/openapi-client";
import { RuntimeOptions } from "@alicloud/tea-util";
import { serveGeneric } from "./generic.ts";

await serveGeneric({ OpenApi, Config, OpenApiRequest, Params, RuntimeOptions });
