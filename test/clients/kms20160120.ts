// `@alicloud/kms20160120` from npm (1.2.0): signature V1, everything in the query of a POST.
import Kms, * as requests from "@alicloud/kms20160120";
import { walk } from "./walk.ts";

const endpoint = new URL(process.env.ENDPOINT ?? "");
// A CommonJS package: its class is one level deeper when imported as a module.
const Client = (Kms as unknown as { default: new (config: unknown) => object }).default;
const client = new Client({
  endpoint: endpoint.host,
  protocol: endpoint.protocol.replace(":", ""),
  regionId: "cn-hangzhou",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "",
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "",
});

/** `SecretName` → `secretName`, as the generated request classes want it. */
const lower = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);
const upper = (name: string): string => name.charAt(0).toUpperCase() + name.slice(1);

function renamed(value: unknown, rename: (name: string) => string): unknown {
  if (Array.isArray(value)) return value.map((item) => renamed(item, rename));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => [
    rename(name),
    renamed(inner, rename),
  ]);
  return Object.fromEntries(entries);
}

await walk(async (action, members) => {
  const classes = requests as unknown as Record<string, new (members: unknown) => unknown>;
  const methods = client as unknown as Record<string, (request: unknown) => Promise<unknown>>;
  const Request = classes[`${action}Request`];
  if (Request === undefined) throw new Error(`no class for ${action}`);
  const answer = await methods[lower(action)]?.(new Request(renamed(members, lower)));
  return renamed(answer, upper) as Record<string, unknown>;
});
