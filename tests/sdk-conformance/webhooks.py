"""Signs and validates webhooks with Plivo's Python SDK: reads lines of JSON, and answers each with a line.

In:  [{"version", "token", "nonce", "url", "method", "fields": [[name, value]], "signature"?}]
Out: [the signature, or whether it is valid, or {"error"}]
"""

import base64
import json
import sys

import plivo.utils
from plivo.utils import signature_v3

MADE = []


def capturing(new):
    """Keeps the signature that a validator makes, because the SDK has no signer."""

    def capture(*arguments):
        made = new(*arguments)
        MADE.append(base64.b64encode(made.digest()).decode())
        return made

    return capture


plivo.utils.hnew = capturing(plivo.utils.hnew)
signature_v3.sign = capturing(signature_v3.sign)


def validate(hook, signature):
    if hook["version"] == "V2":
        return plivo.utils.validate_signature(hook["url"], hook["nonce"], signature, hook["token"])
    fields = {}
    for name, value in hook["fields"]:
        fields.setdefault(name, []).append(value)
    return plivo.utils.validate_v3_signature(
        hook["method"], hook["url"], hook["nonce"], hook["token"], signature, fields
    )


def outcome(hook):
    try:
        if "signature" in hook:
            return validate(hook, hook["signature"])
        validate(hook, "none")
        return MADE.pop()
    except Exception as error:
        return {"error": repr(error)}


for line in sys.stdin:
    print(json.dumps([outcome(hook) for hook in json.loads(line)]), flush=True)
