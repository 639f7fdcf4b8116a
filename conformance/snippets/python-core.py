import json
import os

from aliyunsdkcore.client import AcsClient
from aliyunsdkkms.request.v20160120.GetSecretValueRequest import GetSecretValueRequest

client = AcsClient(
    os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"], os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"], "cn-hangzhou"
)
request = GetSecretValueRequest()
request.set_endpoint("127.0.0.1:8567")
request.set_protocol_type("http")
request.set_SecretName("db_cred")
print(json.loads(client.do_action_with_exception(request))["SecretData"])
