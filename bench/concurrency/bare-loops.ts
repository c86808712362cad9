// What a person would write without a kit: so many lists read side by side, each page by page, with got.
// Usage: node bare-loops.ts API_URL TOKEN LISTS PAGE_SIZE IN_FLIGHT
import { Agent } from 'node:http';
import got from 'got';

const [apiUrl = '', token = '', lists = '1', pageSize = '100', inFlight = '1'] = process.argv.slice(2);
const client = got.extend({
  agent: { http: new Agent({ keepAlive: true }) },
  headers: { authorization: `Bearer ${token}` },
  responseType: 'text',
});
const limit = Number(pageSize);
let next = 0;

void Promise.all(Array.from({ length: Number(inFlight) }, readLists));

async function readLists(): Promise<void> {
  for (let list = next++; list < Number(lists); list = next++) await readList(`products_${list}`);
}

async function readList(stream: string): Promise<void> {
  for (let offset = 0; ; offset += limit) {
    const { body } = await client(`${apiUrl}/products`, { searchParams: { offset, limit } });
    const { items } = JSON.parse(body) as { items: object[] };
    let lines = '';
    for (const data of items) {
      lines += `${JSON.stringify({ type: 'RECORD', record: { stream, data, emitted_at: Date.now() } })}\n`;
    }
    if (!process.stdout.write(lines)) await new Promise((resolve) => process.stdout.once('drain', resolve));
    if (items.length < limit) return;
  }
}
