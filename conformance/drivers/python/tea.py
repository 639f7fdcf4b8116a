"""The generated clients of today: signature V3, one class for each request, with the credentials client."""

import inspect
import json
import os
import re

from alibabacloud_credentials.client import Client as CredentialClient
from alibabacloud_credentials.models import Config as CredentialConfig
from alibabacloud_kms20160120 import models as kms_models
from alibabacloud_kms20160120.client import Client as Kms
from alibabacloud_ram20150501 import models as ram_models
from alibabacloud_ram20150501.client import Client as Ram
from alibabacloud_sts20150401 import models as sts_models
from alibabacloud_sts20150401.client import Client as Sts
from alibabacloud_tea_openapi.utils_models import Config

from serve import Missing, place_of, serve

PRODUCTS = {"Kms": (Kms, kms_models), "Ram": (Ram, ram_models), "Sts": (Sts, sts_models)}


def snake(name):
    return re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower()


def named(name, among):
    """The name as the generator wrote it: it does not part abbreviations alike everywhere."""
    plain = name.lower()
    return next((one for one in among if one.replace("_", "") == plain), None)


def keys_of(credentials):
    return {snake(name): value for name, value in credentials.items()}


def credential(call):
    _, host = place_of(call)
    given = {snake(name): value for name, value in call["parameters"].items()}
    config = CredentialConfig(
        type=call["operation"], sts_endpoint=host, **keys_of(call["credentials"]), **given
    )
    got = CredentialClient(config).get_credential()
    return {
        "AccessKeyId": got.access_key_id,
        "AccessKeySecret": got.access_key_secret,
        "SecurityToken": got.security_token,
    }


def typed(value, annotation):
    """Text that is JSON where the class wants a list or a map, and the other way round."""
    is_nested = annotation.startswith(("List", "Dict"))
    if is_nested and isinstance(value, str):
        return json.loads(value)
    if not is_nested and isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    if annotation == "str":
        return str(value)
    return value


def request_of(models, operation, parameters):
    shape = getattr(models, operation + "Request", None)
    if shape is None:
        if parameters:
            raise Missing("no parameters")
        return None
    annotations = inspect.signature(shape.__init__).parameters
    for name in parameters:
        if named(name, annotations) is None:
            raise Missing(f"no parameter {name}")
    wanted = {
        name: typed(value, str(annotations[named(name, annotations)].annotation))
        for name, value in parameters.items()
    }
    return shape().from_map(wanted)


def handle(call):
    if call["product"] == "Credentials":
        return credential(call)
    if call["product"] not in PRODUCTS:
        raise Missing("no such product")
    scheme, host = place_of(call)
    client_class, models = PRODUCTS[call["product"]]
    keys = keys_of(call["credentials"])
    kind = "sts" if "security_token" in keys else "access_key"
    place = {"endpoint": host, "protocol": scheme, "ca": os.environ["REQUESTS_CA_BUNDLE"]}
    client = client_class(Config(type=kind, **place, **keys))
    operation = named(call["operation"], dir(client))
    if operation is None:
        raise Missing("no such operation")
    method = getattr(client, operation)
    request = request_of(models, call["operation"], call["parameters"])
    answer = method() if request is None else method(request)
    return answer.body.to_map()


def seen(error):
    status = getattr(error, "status_code", None) or getattr(error, "statusCode", None)
    code = getattr(error, "code", None)
    return {"code": code, "status": status, "requestId": getattr(error, "request_id", None)}


serve(handle, seen)
