// Lists a page of messages COUNT times with Plivo's Node SDK, AT_ONCE at a time, and prints the seconds.
const axios = require('axios');
const plivo = require('plivo');

const [address, count, atOnce] = [process.argv[2], Number(process.argv[3]), Number(process.argv[4])];
const send = axios.getAdapter('http');
axios.defaults.adapter = (config) => {
  config.url = config.url.replace('https://api.plivo.com', address);
  return send(config);
};

async function main() {
  const client = new plivo.Client('MABENCHMARK000000000', 'token');
  const list = async () => {
    const page = await client.messages.list({ limit: 20 });
    if (page.length !== 20) throw new Error(`a page of ${page.length}`);
  };
  await list();
  let left = count;
  const worker = async () => {
    while (left-- > 0) await list();
  };
  const begin = process.hrtime.bigint();
  await Promise.all(Array.from({ length: atOnce }, worker));
  console.log(Number(process.hrtime.bigint() - begin) / 1e9);
}

main();
