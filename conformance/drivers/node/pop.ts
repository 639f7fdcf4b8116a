// `@alicloud/pop-core`: signature V1, half of the calls by GET with a query, half by POST with a form.
import PopCore from "@alicloud/pop-core";
import { missing, serve } from "./serve.ts";

let calls = 0;
await serve(({ product, version, operation, parameters, credentials, endpoint }) => {
  if (product === "Credentials") return Promise.resolve(missing);
  calls += 1;
  const client = new PopCore({ endpoint, apiVersion: version, ...credentials });
  const entries = Object.entries(parameters).map(([name, value]) => {
    const isMap = typeof value === "object" && value !== null && !Array.isArray(value);
    return [name, isMap ? JSON.stringify(value) : value];
  });
  const method = calls % 2 === 0 ? "POST" : "GET";
  return client.request(operation, Object.fromEntries(entries), { method });
});
