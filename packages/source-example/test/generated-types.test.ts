import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { generateTypes } from '../generate-types.ts';

test('the committed types are those of the schemas', async () => {
  const generated = await generateTypes();
  expect([...generated.keys()]).toContain('config.ts');
  for (const [file, text] of generated) {
    expect(readFileSync(join(import.meta.dirname, '../src/generated', file), 'utf8')).toBe(text);
  }
});
