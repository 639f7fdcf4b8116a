const { default: Client, $OpenApiUtil } = require("@alicloud/openapi-core");
const { RuntimeOptions } = require("@darabonba/typescript");

const client = new Client(
  new $OpenApiUtil.Config({
    endpoint: "127.0.0.1:8567",
    protocol: "http",
    accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
    accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
  }),
);
const params = new $OpenApiUtil.Params({
  ...{ action: "GetSecretValue", version: "2016-01-20", protocol: "HTTP", pathname: "/" },
  ...{ method: "POST", authType: "AK", bodyType: "json", reqBodyType: "formData", style: "RPC" },
});
const request = new $OpenApiUtil.OpenApiRequest({ query: { SecretName: "db_cred" } });
client
  .callApi(params, request, new RuntimeOptions({}))
  .then(({ body }) => console.log(body.SecretData));
