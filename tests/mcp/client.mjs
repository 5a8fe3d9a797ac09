// The official TypeScript client against `plivo-lua mcp`: node client.mjs PROGRAM HOSTILE_SERVICE ANSWERS.

import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import process from "node:process";

import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import { ElicitRequestSchema } from "@modelcontextprotocol/sdk/types.js";
import { Ajv } from "ajv";

const [PROGRAM, HOSTILE, ANSWERS] = process.argv.slice(2);
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
    check(annotations.readOnlyHint === true && annotations.destructiveHint === undefined, `hints of ${name}`);
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

// What Gemini's API accepts as the parameters of a function, which is less than JSON Schema.
function geminiAccepts(schema, where) {
  const { type } = schema;
  const allowed = {
    string: ["enum"],
    integer: ["minimum", "maximum"],
    number: ["minimum", "maximum"],
    boolean: [],
    array: ["items"],
    object: ["properties", "required"],
  };
  check(typeof type === "string" && type in allowed, `${where}: type ${JSON.stringify(type)}`);
  for (const key of Object.keys(schema)) {
    check(["type", "description", ...allowed[type]].includes(key), `${where}: ${key} beside ${type}`);
  }
  check((schema.enum ?? ["a"]).every((value) => typeof value === "string" && value !== ""), `${where}: enum`);
  if (type === "array") {
    geminiAccepts(schema.items, `${where}[]`);
  }
  if (type === "object") {
    const properties = Object.entries(schema.properties);
    check(properties.length > 0, `${where}: no properties`);
    check((schema.required ?? []).every((name) => name in schema.properties), `${where}: required`);
    for (const [name, inner] of properties) {
      check(/^[A-Za-z_][A-Za-z0-9_]{0,63}$/.test(name), `${where}.${name}`);
      geminiAccepts(inner, `${where}.${name}`);
    }
  }
}

// Ajv as it comes refuses unknown keywords, formats and dialects.
async function schemas(client) {
  const { tools } = await client.listTools();
  for (const { name, inputSchema, outputSchema } of tools) {
    check(/^[A-Za-z_][A-Za-z0-9_]*$/.test(name), name);
    check(`mcp__plivo-production__${name}`.length <= 64, `${name} is too long behind a prefix`);
    geminiAccepts(inputSchema, name);
    new Ajv().compile(inputSchema);
    new Ajv().compile(outputSchema ?? {});
  }
}

// Whatever the service answers reaches the client: as an error, or as structured content that is the text too.
async function hostile() {
  const env = { PLIVO_BASE_ADDRESS: HOSTILE, PLIVO_AUTH_ID: "MAXXXXXXXXXXXXXXXXXX", PLIVO_AUTH_TOKEN: "a token" };
  const transport = new StdioClientTransport({ command: PROGRAM, args: ["mcp"], env: { ...process.env, ...env } });
  await connected(transport, undefined, async (client) => {
    await client.listTools();
    for (let index = 0; index < Number(ANSWERS); index += 1) {
      for (const [name, args] of [
        ["plivo_get_number", { number: `1415555${String(index).padStart(4, "0")}` }],
        ["plivo_list_numbers", { offset: index }],
      ]) {
        const answer = await client.callTool({ name, arguments: args });
        check(JSON.stringify(answer).length <= 41_000, `${name} ${index}: ${JSON.stringify(answer).length} bytes`);
        if (answer.isError) {
          check(failure(answer).code.length > 0, text(answer));
        } else {
          const said = JSON.stringify(JSON.parse(text(answer)));
          check(said === JSON.stringify(answer.structuredContent), `${name} ${index}: ${said.slice(0, 200)}`);
        }
      }
    }
  });
}

for (const { inputSchema, outputSchema } of JSON.parse(execFileSync(PROGRAM, ["schema"]))) {
  new Ajv().compile(inputSchema);
  new Ajv().compile(outputSchema);
}
await overStdio(["--write", "allow"], undefined, schemas);
await overStdio(["--mode", "code"], undefined, schemas);
await hostile();
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
