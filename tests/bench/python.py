"""Lists a page of messages COUNT times with Plivo's Python SDK, and prints the seconds."""

import sys
import time

import plivo
from plivo.rest import client as rest

address, count = sys.argv[1], int(sys.argv[2])
for name in list(vars(rest)):
    if name == "PLIVO_API_BASE_URI" or name.startswith("API_VOICE_BASE_URI"):
        setattr(rest, name, address + "/v1/Account")

client = plivo.RestClient("MABENCHMARK000000000", "token")
client.messages.list(limit=20)
begin = time.perf_counter()
for _ in range(count):
    assert len(client.messages.list(limit=20).objects) == 20
print(time.perf_counter() - begin)
