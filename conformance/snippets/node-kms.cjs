const { default: Kms, GetSecretValueRequest } = require("@alicloud/kms20160120");

const client = new Kms({
  endpoint: "127.0.0.1:8567",
  protocol: "http",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
});
const request = new GetSecretValueRequest({ secretName: "db_cred" });
client.getSecretValue(request).then(({ secretData }) => console.log(secretData));
