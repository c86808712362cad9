#!/usr/bin/env node
// A connector without Headwater, as small as the protocol allows: `people`, page by page, whatever stands under `also`, and a key that is
// `rotated`.
import { readFileSync } from 'node:fs';
import { request } from 'node:http';

const { argv, env } = process;
const option = (name) => argv[argv.indexOf(`--${name}`) + 1];
const say = (message) => console.log(JSON.stringify(message));

const spec = {
  connectionSpecification: {
    type: 'object',
    properties: { api_url: { type: 'string' }, api_key: { type: 'string', airbyte_secret: true } },
  },
};
const stream = { name: 'people', json_schema: { type: 'object' }, supported_sync_modes: ['full_refresh'] };

/** Through the proxy, as clients of old do: with the whole URL. */
function get(url, headers = {}) {
  const proxy = new URL(env.http_proxy);
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: proxy.hostname, port: proxy.port, path: url, headers }, (response) => {
      const chunks = [];
      response.on('data', (chunk) => chunks.push(chunk));
      response.on('end', () => resolve({ status: response.statusCode, body: Buffer.concat(chunks) }));
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}

async function read(config) {
  const { api_url: apiUrl, api_key: key } = config;
  for (let path = '/people'; path !== null;) {
    const { status, body } = await get(apiUrl + path, { 'x-api-key': key });
    if (status !== 200) throw new Error(body.toString());
    const { people, next = null, also, rotated } = JSON.parse(body.toString());
    const connectorConfig = { config: { ...config, api_key: rotated } };
    if (rotated !== undefined)
      say({ type: 'CONTROL', control: { type: 'CONNECTOR_CONFIG', emitted_at: 0, connectorConfig } });
    for (const data of people) say({ type: 'RECORD', record: { stream: 'people', data, emitted_at: Date.now() } });
    if (also !== undefined) await get(apiUrl + also, { 'x-api-key': key });
    path = next;
  }
}

const command = argv[2];
if (command === 'spec') say({ type: 'SPEC', spec });
if (command === 'check') say({ type: 'CONNECTION_STATUS', connectionStatus: { status: 'SUCCEEDED' } });
if (command === 'discover') say({ type: 'CATALOG', catalog: { streams: [stream] } });
if (command === 'read') {
  await read(JSON.parse(readFileSync(option('config'), 'utf8'))).catch((error) => {
    say({ type: 'TRACE', trace: { type: 'ERROR', emitted_at: 0, error: { message: error.message } } });
    process.exitCode = 1;
  });
}
