// Signs and validates webhooks with Plivo's Node SDK: reads lines of JSON, and answers each with a line.
//
// In:  [{"version", "token", "nonce", "url", "method", "fields": [[name, value]], "signature"?}]
// Out: [the signature, or whether it is valid, or {"error"}]
'use strict';

const crypto = require('crypto');
const readline = require('readline');
const plivo = require('plivo');

// The SDK has no signer, so the signature that its validator makes is kept.
const createHmac = crypto.createHmac;
let made;
crypto.createHmac = (...given) => {
  const hmac = createHmac(...given);
  const digest = hmac.digest.bind(hmac);
  hmac.digest = (encoding) => (made = digest(encoding));
  return hmac;
};

function validate(hook, signature) {
  const { version, token, nonce, url, method } = hook;
  if (version === 'V2') {
    return plivo.validateSignature(url, nonce, signature, token);
  }
  const fields = {};
  for (const [name, value] of hook.fields) {
    fields[name] = [...(fields[name] || []), value];
  }
  return plivo.validateV3Signature(method, url, nonce, token, signature, fields);
}

function outcome(hook) {
  try {
    if ('signature' in hook) {
      return validate(hook, hook.signature);
    }
    validate(hook, 'none');
    return made;
  } catch (error) {
    return { error: String(error) };
  }
}

readline.createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(JSON.parse(line).map(outcome))}\n`);
});
