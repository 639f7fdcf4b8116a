"""aliyun-python-sdk-core with the request classes of KMS, RAM and STS: signature V1."""

import importlib
import json

from aliyunsdkcore.acs_exception.exceptions import ServerException
from aliyunsdkcore.auth.credentials import StsTokenCredential
from aliyunsdkcore.client import AcsClient
from aliyunsdkcore.http import protocol_type

from serve import Missing, place_of, serve

MODULES = {
    "Kms": "aliyunsdkkms.request.v20160120",
    "Ram": "aliyunsdkram.request.v20150501",
    "Sts": "aliyunsdksts.request.v20150401",
}
REGION = "cn-hangzhou"


def client_of(credentials):
    token = credentials.get("securityToken")
    if token is None:
        return AcsClient(credentials["accessKeyId"], credentials["accessKeySecret"], REGION)
    keys = StsTokenCredential(credentials["accessKeyId"], credentials["accessKeySecret"], token)
    return AcsClient(region_id=REGION, credential=keys)


def fill(request, parameters):
    for name, value in parameters.items():
        # Lists have setters in the plural: set_Tags fills Tag.1.
        setters = [f"set_{name}", f"set_{name}s"] if isinstance(value, list) else [f"set_{name}"]
        setter = next((getattr(request, one) for one in setters if hasattr(request, one)), None)
        if setter is None and name == "RegionId":
            request.add_query_param(name, value)
            continue
        if setter is None:
            raise Missing(f"no parameter {name}")
        setter(json.dumps(value, ensure_ascii=False) if isinstance(value, dict) else value)


def handle(call):
    operation = call["operation"]
    package = MODULES.get(call["product"])
    try:
        module = importlib.import_module(f"{package}.{operation}Request")
    except ImportError:
        raise Missing("no such operation") from None
    request = getattr(module, operation + "Request")()
    scheme, host = place_of(call)
    request.set_endpoint(host)
    # Compared by identity: another text "https" would mean http.
    request.set_protocol_type(protocol_type.HTTPS if scheme == "https" else protocol_type.HTTP)
    fill(request, call["parameters"])
    return json.loads(client_of(call["credentials"]).do_action_with_exception(request))


def seen(error):
    is_answer = isinstance(error, ServerException)
    return {
        "code": error.get_error_code() if hasattr(error, "get_error_code") else None,
        "status": error.get_http_status() if is_answer else None,
        "requestId": error.get_request_id() if is_answer else None,
    }


serve(handle, seen)
