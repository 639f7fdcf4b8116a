"""The loop of the Python drivers: a line with a call in, a line with what came of it out."""

import json
import sys


class Missing(Exception):
    """The client has no such operation, or no such parameter."""


def serve(handle, seen):
    """handle: a call to the answer's body with the names of the wire; seen: an exception to what it shows."""
    out = sys.stdout
    # What clients print of themselves is no answer.
    sys.stdout = sys.stderr
    for line in sys.stdin:
        try:
            reply = {"body": handle(json.loads(line))}
        except Missing as missing:
            reply = {"missing": True, "why": str(missing)}
        except Exception as error:
            shown = {name: value for name, value in seen(error).items() if value is not None}
            reply = {"error": {"class": type(error).__name__, "message": str(error), **shown}}
        out.write(json.dumps(reply) + "\n")
        out.flush()


def place_of(call):
    """The endpoint's scheme and its host with port."""
    return call["endpoint"].split("://")
