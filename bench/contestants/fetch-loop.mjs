// The bare loop on the built-in fetch, which keeps connections open by itself.
import { readOrders } from './bare-loop.mjs';

const headers = { accept: 'application/json', authorization: 'Bearer example-token' };

await readOrders(async (url) => {
  const response = await fetch(url, { headers });
  if (!response.ok) throw new Error(`Request failed with status code ${response.status}`);
  return response.text();
});
