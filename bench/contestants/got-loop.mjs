// The bare loop on got. Connections are kept open; got is asked for nothing that the loop does not use.
import { Agent } from 'node:http';
import got from 'got';
import { readOrders } from './bare-loop.mjs';

const client = got.extend({
  agent: { http: new Agent({ keepAlive: true, noDelay: true }) },
  headers: { accept: 'application/json', authorization: 'Bearer example-token' },
  retry: { limit: 0 },
  responseType: 'text',
});

await readOrders(async (url) => (await client(url)).body);
