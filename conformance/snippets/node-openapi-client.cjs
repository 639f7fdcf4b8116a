const { default: Client, Config, OpenApiRequest, Params } = require("@alicloud/openapi-client");
const { RuntimeOptions } = require("@alicloud/tea-util");

const client = new Client(
  new Config({
    endpoint: "127.0.0.1:8567",
    protocol: "http",
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  }),
);
const params = new Params({
  ...{ action: "GetSecretValue", version: "2016-01-20", protocol: "HTTP", pathname: "/" },
  ...{ method: "POST", authType: "AK", bodyType: "json", reqBodyType: "formData", style: "RPC" },
});
const request = new OpenApiRequest({ query: { SecretName: "db_cred" } });
client
  .callApi(params, request, new RuntimeOptions({}))
  .then(({ body }) => console.log(body.SecretData));
