// Measures reading side by side: many lists of a slow API beside bare loops, and what very many partitions cost.
// Usage: node concurrency.ts [ROUNDS]
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundleFile } from '../packages/cli/src/bundling/bundle-file.ts';
import { withExampleApi } from './example-api-process.ts';
import { median } from './median.ts';
import { type ProcessRun, runProcess } from './run-process.ts';

const TOKEN = 'example-token';
const PAGE_SIZE = 100;

interface Lists {
  readonly streams: number;
  readonly partitions: number;
  readonly concurrency: number;
}

const rounds = Number(process.argv[2] ?? 3);
const folder = mkdtempSync(join(tmpdir(), 'headwater-concurrency-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
// Both as they would be shipped.
const connector = await bundleFile(`${import.meta.dirname}/concurrency/connector.ts`, join(folder, 'connector'));
const bareLoops = await bundleFile(`${import.meta.dirname}/concurrency/bare-loops.ts`, join(folder, 'bare-loops'));

for (const latencyMs of [20, 0]) {
  const records = latencyMs === 0 ? 20_000 : 10_000;
  await withExampleApi({ records, listings: 1, latencyMs }, async (url) => {
    const apiUrl = `${url}/v1`;
    console.log(`\n${records} records a list, ${PAGE_SIZE} a page, ${latencyMs} ms a page`);
    await compare('10 streams, 10 at once', apiUrl, { streams: 10, partitions: 1, concurrency: 10 });
    await compare('1 stream of 10 partitions, 10 at once', apiUrl, { streams: 1, partitions: 10, concurrency: 10 });
    if (latencyMs === 0)
      await compare('10 streams, one after another', apiUrl, { streams: 10, partitions: 1, concurrency: 1 });
  });
}

console.log('\nPartitions of a record each, 4 at once');
const few = await readMany(1_000);
for (const partitions of [10_000, 100_000]) {
  const many = await readMany(partitions);
  const bytes = ((many.peakMemoryMb - few.peakMemoryMb) * 1024 * 1024) / (partitions - 1_000);
  const each = ((many.cpuMs - few.cpuMs) * 1000) / (partitions - 1_000);
  console.log(
    `${String(partitions).padStart(7)}: ${many.cpuMs.toFixed(0)} ms of CPU, ${many.peakMemoryMb.toFixed(0)} MB: ${each.toFixed(1)} µs and ${bytes.toFixed(0)} bytes for each more than 1,000`,
  );
}

/** Runs both in turn, so that a noisy machine is noisy for both. */
async function compare(what: string, apiUrl: string, lists: Lists): Promise<void> {
  const args = connectorArgs({ api_url: apiUrl, api_token: TOKEN, page_size: PAGE_SIZE, ...lists });
  const count = lists.streams * lists.partitions;
  const bare = [bareLoops, apiUrl, TOKEN, String(count), String(PAGE_SIZE), String(lists.concurrency)];
  const times: Record<'headwater' | 'bare', number[]> = { headwater: [], bare: [] };
  for (let round = 0; round < rounds; round++) {
    times.headwater.push((await runProcess({ args }, 'null')).ms);
    times.bare.push((await runProcess({ args: bare }, 'null')).ms);
  }
  const [own, other] = [median(times.headwater), median(times.bare)];
  console.log(
    `${what}: headwater ${own.toFixed(0)} ms, bare loops ${other.toFixed(0)} ms, ratio ${(own / other).toFixed(2)}`,
  );
}

async function readMany(partitions: number): Promise<ProcessRun> {
  const args = connectorArgs({ api_url: '', api_token: '', page_size: 1, streams: 0, partitions, concurrency: 4 });
  return runProcess({ args }, 'null');
}

function connectorArgs(config: Lists & Record<string, unknown>): string[] {
  const names =
    config.streams === 0 ? ['many'] : Array.from({ length: config.streams }, (_item, index) => `products_${index}`);
  const catalog = {
    streams: names.map((name) => ({
      stream: { name, json_schema: {}, supported_sync_modes: ['full_refresh'] },
      sync_mode: 'full_refresh',
      destination_sync_mode: 'overwrite',
    })),
  };
  const [configFile, catalogFile] = [join(folder, 'config.json'), join(folder, 'catalog.json')];
  writeFileSync(configFile, JSON.stringify(config));
  writeFileSync(catalogFile, JSON.stringify(catalog));
  return [connector, 'read', '--config', configFile, '--catalog', catalogFile];
}
