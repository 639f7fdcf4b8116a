const { RPCClient } = require("@alicloud/pop-core");

const client = new RPCClient({
  endpoint: "http://127.0.0.1:8567",
  apiVersion: "2016-01-20",
  accessKeyId: process.env.ALIBABA_CLOUD_ACCESS_KEY_ID,
  accessKeySecret: process.env.ALIBABA_CLOUD_ACCESS_KEY_SECRET,
});
client
  .request("GetSecretValue", { SecretName: "db_cred" })
  .then(({ SecretData }) => console.log(SecretData));
