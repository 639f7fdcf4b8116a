// `@alicloud/pop-core`: signature V1, half of the calls by GET with a query, half by POST with a form.
import PopCore from "@alicloud/pop-core";
import { walk } from "./walk.ts";

const client = new PopCore({
  endpoint: process.env.ENDPOINT ?? "",
  apiVersion: "2016-01-20",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID ?? "",
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET ?? "",
});

let calls = 0;
await walk((action, members) => {
  calls += 1;
  return client.request(action, members, { method: calls % 2 === 0 ? "POST" : "GET" });
});
