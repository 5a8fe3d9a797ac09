// The official TypeScript client against `plivo-lua mcp`: node client.mjs PROGRAM.

import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import process from "node:process";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";

const PROGRAM = process.argv[2];
const SEND = { src: "+14155552671", dst: "+14155551234", text: "The parcel is here." };
let checks = 0;

function check(holds, what) {
  if (!holds) {
    throw new Error(`typescript: ${what}`);
  }
  checks += 1;
}

const text = (result) => result.content.map((block) => block.text).join("\n");

function failure(result) {
  check(result.isError, `no error: ${text(result)}`);
  return JSON.parse(text(result)).error;
}

async function connected(transport, action, work) {
  const capabilities = action === undefined ? {} : { elicitation: {} };
  const client = new Client({ name: "test", version: "1.0.0" }, { capabilities });
  const questions = [];
  if (action !== undefined) {
    client.setRequestHandler(ElicitRequestSchema, async ({ params }) => {
      questions.push(params.message);
      return action === "accept" ? { action, content: {} } : { action };
    });
  }
  await client.connect(transport);
  try {
    await work(client, questions);
  } finally {
    await client.close();
  }
}

async function overStdio(options, action, work) {
  const transport = new StdioClientTransport({ command: PROGRAM, args: ["mcp", "--sandbox", ...options] });
  await connected(transport, action, work);
}

// Without a token in the environment, the server makes one and prints it on standard error.
async function overHttp(options, action, work) {
  const server = spawn(PROGRAM, ["mcp", "--sandbox", "--http", "0", ...options], {
    stdio: ["ignore", "inherit", "pipe"],
  });
  try {
    const lines = createInterface({ input: server.stderr })[Symbol.asyncIterator]();
    const url = new URL((await lines.next()).value.trim());
    const authorization = (await lines.next()).value.trim().replace("Authorization: ", "");
    const transport = new StreamableHTTPClientTransport(url, {
      requestInit: { headers: { Authorization: authorization } },
    });
    await connected(transport, action, work);
  } finally {
    server.kill();
    await once(server, "exit");
  }
}

// The client validates structured content by the output schemas that it has listed.
async function tools(client) {
  const { tools } = await client.listTools();
  check(tools.length === 6, `${tools.length} tools`);
  for (const { name, annotations } of tools) {
    check(annotations.readOnlyHint === true && annotations.openWorldHint === true, `hints of ${name}`);
  }
  const numbers = await client.callTool({ name: "plivo_list_numbers", arguments: { limit: 3 } });
  check(numbers.structuredContent.objects.length === 3, text(numbers));
  const number = numbers.structuredContent.objects[0].number;
  const one = await client.callTool({ name: "plivo_get_number", arguments: { number } });
  check(one.structuredContent.number === number, text(one));
  for (const name of ["plivo_list_messages", "plivo_list_calls"]) {
    const page = await client.callTool({ name, arguments: { limit: 100, start_time: "2025-12-01" } });
    check(page.structuredContent.objects.length > 10, name);
  }
  const calls = await client.callTool({ name: "plivo_list_calls", arguments: { limit: 1 } });
  const call_id = calls.structuredContent.objects[0].call_uuid;
  const call = await client.callTool({ name: "plivo_get_call", arguments: { call_id } });
  check(call.structuredContent.call_uuid === call_id, text(call));
  const applications = await client.callTool({ name: "plivo_list_applications", arguments: {} });
  check(applications.structuredContent.objects.length > 0, text(applications));

  const missing = failure(
    await client.callTool({
      name: "plivo_get_call",
      arguments: { call_id: "00000000-0000-4000-8000-000000000000" },
    }),
  );
  check(missing.code === "not_found" && missing.status === 404, JSON.stringify(missing));
  const refused = failure(await client.callTool({ name: "plivo_send_sms", arguments: SEND }));
  check(refused.code === "permission_denied", JSON.stringify(refused));
  const unknown = await client.callTool({ name: "plivo_fax", arguments: {} }).catch((error) => error);
  check(unknown instanceof Error && unknown.code === -32602, `an unknown tool: ${unknown}`);
  const { resources } = await client.listResources();
  const { contents } = await client.readResource({ uri: resources[0].uri });
  check(contents[0].text.includes("send_sms"), contents[0].text);
}

async function code(client) {
  const { tools } = await client.listTools();
  check(tools.length === 2, `${tools.length} tools`);
  const script = "return #app.integrations.plivo.list_numbers{limit = 5}.objects";
  const ran = await client.callTool({ name: "run_script", arguments: { script } });
  check(text(ran) === "returned: 5", text(ran));
  const send = "app.integrations.plivo.send_sms{src = '+14155552671', dst = '+14155551234', text = 'hi'}";
  const refused = await client.callTool({ name: "run_script", arguments: { script: send } });
  check(refused.isError && text(refused).includes("permission_denied"), text(refused));
  // A script that never ends, and that the client cancels, does not block other calls.
  const stop = new AbortController();
  const endless = client
    .callTool({ name: "run_script", arguments: { script: "while true do end" } }, undefined, {
      signal: stop.signal,
    })
    .catch((error) => error);
  const meanwhile = await client.callTool({ name: "run_script", arguments: { script: "return 'here'" } });
  check(text(meanwhile) === 'returned: "here"', text(meanwhile));
  stop.abort("enough");
  check((await endless) instanceof Error, "an aborted call was answered");
  const afterwards = await client.callTool({ name: "run_script", arguments: { script: "return 1" } });
  check(text(afterwards) === "returned: 1", text(afterwards));
}

for (const over of [overStdio, overHttp]) {
  await over([], undefined, tools);
  await over(["--mode", "code"], undefined, code);
  await over(["--write", "ask"], "accept", async (client, questions) => {
    const sent = await client.callTool({ name: "plivo_send_sms", arguments: SEND });
    check(sent.structuredContent.message_uuid.length > 0, text(sent));
    check(questions.length === 1 && questions[0].includes(SEND.text), questions.join());
  });
  await over(["--write", "ask"], "decline", async (client) => {
    const declined = failure(await client.callTool({ name: "plivo_send_sms", arguments: SEND }));
    check(declined.message.includes("declined"), JSON.stringify(declined));
  });
}
console.log(`typescript: ${checks} checks hold`);
