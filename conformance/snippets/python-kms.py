import os

from alibabacloud_kms20160120.client import Client
from alibabacloud_kms20160120.models import GetSecretValueRequest
from alibabacloud_tea_openapi.utils_models import Config

client = Client(Config(
    endpoint="127.0.0.1:8567",
    protocol="http",
    access_key_id=os.environ["ALIBABA_CLOUD_ACCESS_KEY_ID"],
    access_key_secret=os.environ["ALIBABA_CLOUD_ACCESS_KEY_SECRET"],
))
print(client.get_secret_value(GetSecretValueRequest(secret_name="db_cred")).body.secret_data)
