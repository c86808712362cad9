import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { withExampleApi } from './example-api-process.ts';
import { bundleFile } from '../packages/cli/src/bundling/bundle-file.ts';
import type { Format } from './memory/formats.ts';
import { measureMemory } from './memory/measure-memory.ts';

const ENTRIES = 1_000_000;

let folder: string;
let connector: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'headwater-memory-'));
  connector = await bundleFile(`${import.meta.dirname}/memory/connector.ts`, folder);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

// Processes differ by some 10 MB from run to run, by more where much is made and thrown away, as for XML on a busy machine. A body that
// is kept takes several times its size.
test.each<[Format, number]>([
  ['json', 64],
  ['jsonl', 64],
  ['csv', 64],
  ['xml', 160],
])(
  'H9: %s of %d MB takes less than three quarters of that, more than a response of next to nothing',
  async (format, megabytes) => {
    await withExampleApi({ records: ENTRIES, listings: 0 }, async (url) => {
      const read = { connector, apiUrl: `${url}/v1`, entries: ENTRIES, format, folder };
      const small = await measureMemory({ ...read, megabytes: 0.5 });
      const large = await measureMemory({ ...read, megabytes });
      expect(large.peakMemoryMb - small.peakMemoryMb).toBeLessThan(megabytes * 0.75);
    });
  },
  90_000,
);
