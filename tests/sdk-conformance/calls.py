"""Makes calls with Plivo's Python SDK: reads them as JSON, and writes the outcome of each as JSON.

In:  {"base_url", "auth_id", "auth_token", "calls": [{"operation", "arguments", "auth_token"?}]}
Out: {"version", "parameters": {operation: [name]}, "results": [{"answer"} or {"error": {"class", "message"}}]}
"""

import functools
import inspect
import json
import sys

# The SDK prints when it retries; only the results belong on the real standard output.
results_out, sys.stdout = sys.stdout, sys.stderr

import plivo
from plivo.rest import client as rest
from plivo.utils.interactive import Interactive
from plivo.utils.location import Location
from plivo.utils.template import Template

METHODS = {
    "messages.list": "messages.list",
    "messages.create": "messages.create",
    "numbers.list": "numbers.list",
    "numbers.get": "numbers.get",
    "calls.list": "calls.list",
    "calls.get": "calls.get",
    "live_calls.list": "live_calls.list_ids",
    "live_calls.get": "live_calls.get",
    "queued_calls.list": "queued_calls.list_ids",
    "queued_calls.get": "queued_calls.get",
    "applications.list": "applications.list",
}

# The SDK's name of an argument, where that is not its name on the wire.
RENAMED = {
    "messages.create": {"type": "type_"},
    "live_calls.get": {"call_uuid": "_id"},
    "queued_calls.get": {"call_uuid": "_id"},
}


# What the SDK takes as an object of a class of its own.
CLASSES = {"template": Template, "interactive": Interactive, "location": Location}


def redirect(base_url):
    """Replaces every address that the SDK knows by the sandbox's."""
    for name in list(vars(rest)):
        if name == "PLIVO_API_BASE_URI" or name.startswith("API_VOICE_BASE_URI"):
            setattr(rest, name, base_url + "/v1/Account")


def method(client, operation):
    return functools.reduce(getattr, METHODS[operation].split("."), client)


def call(client, operation, arguments):
    resource, verb = operation.split(".")
    if verb == "walk":
        return {"objects": list(getattr(client, resource))}
    names = RENAMED.get(operation, {})
    given = {names.get(name, name): value for name, value in arguments.items()}
    if "services" in given:
        # The SDK wants a list here and puts the commas in itself.
        given["services"] = given["services"].split(",")
    for name in CLASSES.keys() & given.keys():
        given[name] = CLASSES[name](**given[name])
    return method(client, operation)(**given)


def plain(value):
    """Returns the data of the SDK's objects, without what the SDK adds."""
    if isinstance(value, list):
        return [plain(item) for item in value]
    fields = value if isinstance(value, dict) else getattr(value, "__dict__", None)
    if fields is None:
        return value
    return {name: plain(field) for name, field in fields.items() if name not in ("client", "_name")}


def attempt(auth_id, auth_token, operation, arguments):
    # A client of its own for each call: after a failed call the SDK's client remembers its retries.
    with plivo.RestClient(auth_id, auth_token) as client:
        try:
            return {"answer": plain(call(client, operation, arguments))}
        except Exception as error:
            return {"error": {"class": type(error).__name__, "message": str(error)}}


def parameters(operation):
    client = plivo.RestClient("MA" + "0" * 18, "none")
    wire = {own: name for name, own in RENAMED.get(operation, {}).items()}
    return [wire.get(name, name) for name in inspect.signature(method(client, operation)).parameters]


def main():
    given = json.load(sys.stdin)
    redirect(given["base_url"])
    results = [
        attempt(given["auth_id"], made.get("auth_token", given["auth_token"]), made["operation"], made["arguments"])
        for made in given["calls"]
    ]
    answer = {
        "version": plivo.version.__version__,
        "parameters": {operation: parameters(operation) for operation in METHODS},
        "results": results,
    }
    json.dump(answer, results_out)


main()
