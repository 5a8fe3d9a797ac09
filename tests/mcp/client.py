"""The official Python client against `plivo-lua mcp`: python client.py PROGRAM HOSTILE_SERVICE ANSWERS."""

import asyncio
import contextlib
import json
import os
import subprocess
import sys

import httpx2
from mcp import Client, MCPError, StdioServerParameters, types
from mcp.client.streamable_http import streamable_http_client

PROGRAM, HOSTILE, ANSWERS = sys.argv[1:]
TOKEN = "a-token-of-the-test"
SEND = {"src": "+14155552671", "dst": ["+14155551234", "+14155551235"], "text": "The parcel is here."}
checks = 0


def check(holds, what):
    """Counts the check, or exits where it fails."""
    global checks
    if not holds:
        sys.exit(f"python: {what}")
    checks += 1


def over_stdio(*arguments, **options):
    server = StdioServerParameters(command=PROGRAM, args=["mcp", "--sandbox", *arguments])
    return Client(server, **options)


@contextlib.asynccontextmanager
async def over_http(*arguments, **options):
    """Starts the server on a free port, and stops it at the end."""
    command = [PROGRAM, "mcp", "--sandbox", "--http", "0", *arguments]
    environment = {**os.environ, "PLIVO_LUA_MCP_TOKEN": TOKEN}
    server = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True)
    try:
        line = server.stderr.readline()
        check(TOKEN not in line, "a token of the environment was printed")
        url = line.split(",")[0].strip()
        async with httpx2.AsyncClient() as nobody:
            refused = await nobody.post(url, json={})
            check(refused.status_code == 401, f"without a token: {refused.status_code}")
        headers = {"Authorization": f"Bearer {TOKEN}"}
        async with httpx2.AsyncClient(headers=headers) as http:
            page = {"Origin": "https://example.com", "Accept": "application/json, text/event-stream"}
            refused = await http.post(url, json={}, headers=page)
            check(refused.status_code == 403, f"from a page: {refused.status_code}")
            async with Client(streamable_http_client(url, http_client=http), **options) as client:
                yield client
    finally:
        server.terminate()
        server.wait()


def text(result):
    return "\n".join(block.text for block in result.content)


def failure(result):
    check(result.is_error, f"no error: {text(result)}")
    return json.loads(text(result))["error"]


async def tools(client):
    """Checks the tools, on either transport."""
    listed = (await client.list_tools()).tools
    names = [tool.name for tool in listed]
    check(len(names) == 6 and "plivo_send_sms" not in names, f"tools without writes: {names}")
    for tool in listed:
        hints = tool.annotations
        check(hints.read_only_hint is True and hints.destructive_hint is None, f"hints of {tool.name}")
        check("us" in tool.input_schema["properties"]["account"]["enum"], f"accounts of {tool.name}")

    page = await client.call_tool("plivo_list_numbers", {"limit": 2, "account": "us"})
    check(not page.is_error and len(page.structured_content["objects"]) == 2, text(page))
    check(json.loads(text(page)) == page.structured_content, "the text is the structured content")
    number = page.structured_content["objects"][0]["number"]
    one = await client.call_tool("plivo_get_number", {"number": "+" + number, "account": "us"})
    check(one.structured_content["number"] == number, text(one))

    seen = []

    async def progress(done, total, message):
        seen.append(done)

    long = {"limit": 100, "start_time": "2025-12-01"}
    page = await client.call_tool("plivo_list_messages", long, progress_callback=progress)
    cut = page.structured_content["cut"]
    check(len(page.structured_content["objects"]) == cut["shown"] < cut["of"], str(cut))

    wrong = failure(await client.call_tool("plivo_list_messages", {"limt": 5, "message_state": "lost"}))
    check(wrong["code"] == "invalid_arguments" and wrong["effect"] == "none", str(wrong))
    check("`limit`" in wrong["message"] and "`undelivered`" in wrong["message"], str(wrong))

    refused = failure(await client.call_tool("plivo_send_sms", SEND))
    check(refused["code"] == "permission_denied" and refused["effect"] == "none", str(refused))

    try:
        await client.call_tool("plivo_fax", {})
        check(False, "an unknown tool was called")
    except MCPError as error:
        check("plivo_get_call" in str(error), str(error))

    pages = (await client.list_resources()).resources
    check(len(pages) >= 9, f"{len(pages)} pages")
    for page in pages:
        read = await client.read_resource(page.uri)
        check(len(read.contents[0].text) > 100, f"{page.uri} is empty")


async def code(client):
    """Checks scripts, on either transport."""
    listed = (await client.list_tools()).tools
    check([tool.name for tool in listed] == ["search_docs", "run_script"], str(listed))
    found = await client.call_tool("search_docs", {"query": "phone numbers of the account"})
    check("list_numbers" in text(found), text(found))
    page = await client.call_tool("search_docs", {"query": "integrations.plivo.get_call"})
    check(text(page).startswith("# "), text(page))

    script = """
        local states = {}
        for message in app.integrations.plivo.list_messages.each{start_time = "2025-12-01"} do
            states[message.message_state] = (states[message.message_state] or 0) + 1
        end
        print(states.delivered > 0)
        return states
    """
    ran = await client.call_tool("run_script", {"script": script})
    check(not ran.is_error and text(ran).startswith("true\n"), text(ran))
    check('"undelivered":' in text(ran), text(ran))

    send = 'app.integrations.plivo.send_sms{src = "+14155552671", dst = "+14155551234", text = "hi"}'
    refused = await client.call_tool("run_script", {"script": send})
    check(refused.is_error and "script.lua:1" in text(refused), text(refused))
    check("permission_denied" in text(refused), text(refused))

    secret = await client.call_tool("run_script", {"script": "return rawget(_G, 'io') or rawget(_G, 'require') or rawget(os, 'execute')"})
    check("returned" not in text(secret), text(secret))


async def asked():
    """Checks that the user sees what would be sent, and decides."""
    questions = []

    def answering(action):
        async def answer(context, question):
            questions.append(question.message)
            return types.ElicitResult(action=action, content={} if action == "accept" else None)

        return answer

    async with over_stdio("--write", "ask", elicitation_callback=answering("accept")) as client:
        sent = await client.call_tool("plivo_send_sms", SEND)
        check(len(sent.structured_content["message_uuid"]) > 0, text(sent))
        for part in ["send_sms", "`default`", "14155552671", "14155551234", "14155551235", SEND["text"]]:
            check(part in questions[0], questions[0])
        wrong = failure(await client.call_tool("plivo_send_sms", {**SEND, "src": "nobody at all!"}))
        check(wrong["code"] == "invalid_arguments" and len(questions) == 1, "asked about a wrong call")
    async with over_stdio("--write", "ask", elicitation_callback=answering("decline")) as client:
        declined = failure(await client.call_tool("plivo_send_sms", SEND))
        check(declined["code"] == "permission_denied" and "declined" in declined["message"], str(declined))
    async with over_stdio("--write", "ask", "--mode", "code", elicitation_callback=answering("accept")) as client:
        send = 'return app.integrations.plivo.us.send_sms{src = "+12125550111", dst = "+14155551234", text = "hi"}'
        sent = await client.call_tool("run_script", {"script": send})
        check(not sent.is_error and "`us`" in questions[-1], text(sent))
    async with over_stdio("--write", "ask") as client:
        refused = failure(await client.call_tool("plivo_send_sms", SEND))
        check("elicitation" in refused["message"], str(refused))
    async with over_http("--write", "ask", elicitation_callback=answering("accept")) as client:
        sent = await client.call_tool("plivo_send_sms", SEND)
        check(not sent.is_error, text(sent))


async def hostile():
    """Checks that whatever the service answers reaches the client: as an error, or as structured content that is the text too."""
    account = {"PLIVO_AUTH_ID": "MAXXXXXXXXXXXXXXXXXX", "PLIVO_AUTH_TOKEN": "a token"}
    environment = {**os.environ, **account, "PLIVO_BASE_ADDRESS": HOSTILE}
    async with Client(StdioServerParameters(command=PROGRAM, args=["mcp"], env=environment)) as client:
        await client.list_tools()
        for index in range(int(ANSWERS)):
            for name, arguments in [
                ("plivo_get_number", {"number": f"1415555{index:04}"}),
                ("plivo_list_numbers", {"offset": index}),
            ]:
                answer = await client.call_tool(name, arguments)
                if answer.is_error:
                    check(len(failure(answer)["code"]) > 0, text(answer))
                else:
                    check(json.loads(text(answer)) == answer.structured_content, f"{name} {index}")


async def main():
    await hostile()
    for way in [over_stdio, over_http]:
        async with way() as client:
            await tools(client)
        async with way("--mode", "code") as client:
            await code(client)
    async with over_stdio("--write", "allow") as client:
        names = [tool.name for tool in (await client.list_tools()).tools]
        check("plivo_send_sms" in names, str(names))
        sent = await client.call_tool("plivo_send_sms", SEND)
        check(len(sent.structured_content["message_uuid"]) > 0, text(sent))
    await asked()
    print(f"python: {checks} checks hold")


asyncio.run(main())
