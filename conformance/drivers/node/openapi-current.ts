// `@alicloud/openapi-core`: what the generated clients of today are built on. Generic calls with signature V3.
import { $OpenApiUtil, default as OpenApi } from "@alicloud/openapi-core";
import { RuntimeOptions } from "@darabonba/typescript";
import { serveGeneric } from "./generic.ts";

const { Config, OpenApiRequest, Params } = $OpenApiUtil;
await serveGeneric({ OpenApi, Config, OpenApiRequest, Params, RuntimeOptions });
