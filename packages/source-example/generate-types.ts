// Makes src/generated/*.ts from spec.json and schemas/*.json. The result is committed; a test holds it to the schemas.
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { compile, type JSONSchema } from 'json-schema-to-typescript';

const here = import.meta.dirname;
const options = {
  bannerComment: '// Generated from the JSON Schema: change that, then run `pnpm generate`.',
  style: { singleQuote: true, printWidth: 120 },
} as const;

/** The text of every generated file by its name. */
export async function generateTypes(): Promise<Map<string, string>> {
  const generated = new Map<string, string>();
  const spec = (await readJson('spec.json')) as { connectionSpecification: JSONSchema };
  generated.set('config.ts', await compile(withoutTitles(spec.connectionSpecification), 'Config', options));
  for (const file of (await readdir(`${here}/schemas`)).filter((name) => name.endsWith('.json'))) {
    const schema = (await readJson(`schemas/${file}`)) as JSONSchema;
    generated.set(
      file.replaceAll('_', '-').replace('.json', '.ts'),
      await compile(schema, schema.title ?? file, options),
    );
  }
  return generated;
}

/** Titles of settings are for people; as names of types they would say nothing more than the settings' own names. */
function withoutTitles({ properties, title: _title, ...schema }: JSONSchema): JSONSchema {
  const untitled = Object.entries(properties ?? {}).map(([name, { title: _, ...property }]) => [name, property]);
  return { ...schema, properties: Object.fromEntries(untitled) };
}

async function readJson(file: string): Promise<unknown> {
  return JSON.parse(await readFile(`${here}/${file}`, 'utf8'));
}

if (import.meta.main) {
  for (const [file, text] of await generateTypes()) await writeFile(`${here}/src/generated/${file}`, text);
}
