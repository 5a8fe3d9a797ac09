// Makes calls with Plivo's Node SDK: reads them as JSON, and writes the outcome of each as JSON.
//
// In:  {"base_url", "auth_id", "auth_token", "calls": [{"operation", "arguments", "auth_token"?, "append_slash"?}]}
// Out: {"version", "parameters": {}, "results": [{"answer"} or {"error": {"class", "message", "status"}}]}
// The SDK's methods take one object of any names, so no parameters are listed.
'use strict';

const fs = require('fs');

// Only the results belong on the real standard output.
console.log = console.error;

const sdk = require.resolve('plivo');
const plivo = require(sdk);
// The very axios that the SDK uses, wherever npm has put it.
const axios = require(require.resolve('axios', { paths: [sdk] }));

const METHODS = {
  'messages.list': (client, given) => client.messages.list(given),
  'messages.create': (client, given) => client.messages.create(given),
  'numbers.list': (client, given) => client.numbers.list(given),
  'numbers.get': (client, given) => client.numbers.get(given.number),
  'calls.list': (client, given) => client.calls.list(given),
  'calls.get': (client, given) => client.calls.get(given.call_uuid),
  'live_calls.list': (client, given) => client.calls.listLiveCalls(given).then(uuids),
  'live_calls.get': (client, given) => client.calls.getLiveCall(given.call_uuid),
  'queued_calls.list': (client) => client.calls.listQueuedCalls().then(uuids),
  'queued_calls.get': (client, given) => client.calls.getQueuedCall(given.call_uuid),
  'applications.list': (client, given) => client.applications.list(given),
};

// The SDK's name of an argument, where that is not its name on the wire.
const RENAMED = {
  'messages.create': { powerpack_uuid: 'powerpackUUID', message_expiry: 'messageExpiry' },
  'numbers.list': {
    number_startswith: 'numberStartswith',
    subaccount: 'subAccount',
    cnam_lookup: 'cnamLookup',
    tendlc_registration_status: 'tendlcRegistrationStatus',
    tendlc_campaign_id: 'tendlcCampaignId',
    toll_free_sms_verification: 'tollFreeSmsVerification',
  },
};

// The SDK's exceptions are compiled such that `new ServerError()` makes a plain `Error`, so each gets the name of the
// class that made it.
const exceptions = require('plivo/dist/utils/exceptions');
for (const [name, Exception] of Object.entries(exceptions)) {
  exceptions[name] = function (...given) {
    return Object.assign(new Exception(...given), { class: name });
  };
}

function uuids(calls) {
  return { calls: calls.map((call) => call.callUuid) };
}

// Sends every request to the sandbox. The SDK makes an axios of its own for each voice request, which inherits the
// default adapter but no interceptor.
let appendSlash = false;
function redirect(baseUrl) {
  const send = axios.getAdapter('http');
  axios.defaults.adapter = (config) => {
    config.url = config.url.replace('https://api.plivo.com', baseUrl);
    if (appendSlash) config.url = config.url.replace(/(?=\?|$)/, '/');
    return send(config);
  };
}

// The data of the SDK's objects: a list is an array that carries `meta`, and some records get an `id` of the SDK's own.
function plain(answer) {
  if (Array.isArray(answer)) return { meta: answer.meta, objects: answer.map(plain) };
  const { id, ...fields } = answer;
  return fields;
}

async function attempt(input, made) {
  const client = new plivo.Client(input.auth_id, made.auth_token || input.auth_token);
  const names = RENAMED[made.operation] || {};
  const entries = Object.entries(made.arguments).map(([name, value]) => [names[name] || name, value]);
  appendSlash = made.append_slash === true;
  try {
    return { answer: plain(await METHODS[made.operation](client, Object.fromEntries(entries))) };
  } catch (error) {
    const { constructor, message, status } = Object(error);
    return { error: { class: error.class || constructor.name, message: String(message || error), status } };
  }
}

async function main() {
  const input = JSON.parse(fs.readFileSync(0, 'utf8'));
  redirect(input.base_url);
  const results = [];
  for (const made of input.calls) results.push(await attempt(input, made));
  const { version } = require('plivo/package.json');
  process.stdout.write(JSON.stringify({ version, parameters: {}, results }));
}

main();
