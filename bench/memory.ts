// Measures what memory a connector takes that reads one response of a gigabyte.
// Usage: node memory.ts [MEGABYTES] [FORMAT…]
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { withExampleApi } from './example-api-process.ts';
import { bundleFile } from '../packages/cli/src/bundling/bundle-file.ts';
import { type Format, formats } from './memory/formats.ts';
import { measureMemory } from './memory/measure-memory.ts';

const ENTRIES = 20_000_000;

const [megabytes = '1000', ...named] = process.argv.slice(2);
const names = (named.length === 0 ? ['json', 'jsonl'] : named) as Format[];
const unknown = names.find((name) => !(name in formats));
if (unknown !== undefined) throw new Error(`No format "${unknown}": there are ${Object.keys(formats).join(', ')}`);

const folder = mkdtempSync(join(tmpdir(), 'headwater-memory-'));
process.once('exit', () => rmSync(folder, { recursive: true, force: true }));

const connector = await bundleFile(`${import.meta.dirname}/memory/connector.ts`, folder);
await withExampleApi({ records: ENTRIES, listings: 0 }, async (url) => {
  console.log('format        MB    records  peak MB  seconds  CPU seconds');
  for (const format of names) {
    const large = { connector, apiUrl: `${url}/v1`, entries: ENTRIES, format, megabytes: Number(megabytes), folder };
    const { records, peakMemoryMb, ms, cpuMs } = await measureMemory(large);
    const figures = [
      megabytes.padStart(9),
      records.toLocaleString('en').padStart(10),
      peakMemoryMb.toFixed(0).padStart(8),
      (ms / 1000).toFixed(1).padStart(8),
      (cpuMs / 1000).toFixed(1).padStart(12),
    ];
    console.log(`${format.padEnd(6)} ${figures.join(' ')}`);
  }
});
