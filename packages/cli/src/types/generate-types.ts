import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isJsonObject, type JsonSchema } from '@headwater/cdk/protocol';
import { compile } from 'json-schema-to-typescript';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import { recordName } from '../schemas/record-name.ts';
import { withoutIndexSignatures } from './without-index-signatures.ts';

/** The first line of every generated file. */
export const BANNER = '// Generated from the JSON Schema: change that, then run `headwater types`.';

/** The text of one generated file. */
export interface GeneratedFile {
  /** Its name in the folder of generated files: `order-events.ts`. */
  readonly name: string;
  /** The file it is made from. */
  readonly source: string;
  readonly text: string;
}

/**
 * Makes the types of a project: `config.ts` from `spec.json`, and of each `schemas/<stream>.json` a file of its own.
 *
 * @throws CommandError for a file that is no JSON Schema, and when there is none at all.
 */
export async function generateTypes(
  project: Pick<ConnectorProject, 'root' | 'specFile' | 'schemasFolder'>,
): Promise<GeneratedFile[]> {
  const files: GeneratedFile[] = [];
  const spec = await readJsonFile(project.specFile, 'Spec');
  if (spec !== undefined) {
    const settings = isJsonObject(spec) ? spec['connectionSpecification'] : undefined;
    if (!isJsonObject(settings)) {
      throw new CommandError(`Spec file ${project.specFile} must hold an object with a connectionSpecification`, {
        exitCode: 2,
      });
    }
    files.push(await generate(withoutTitles(settings), 'Config', 'config.ts', project.specFile));
  }
  for (const source of await schemaFiles(project.schemasFolder)) {
    const schema = await readJsonFile(source, 'Schema');
    if (!isJsonObject(schema)) throw new CommandError(`Schema file ${source} must hold a JSON object`, { exitCode: 2 });
    const stream = basename(source, '.json');
    const name = `${stream.replaceAll('_', '-')}.ts`;
    const twin = files.find((file) => file.name === name);
    if (twin !== undefined) {
      throw new CommandError(`${twin.source} and ${source} would both become ${name}: rename one of them`);
    }
    files.push(
      await generate(schema, typeof schema['title'] === 'string' ? schema['title'] : recordName(stream), name, source),
    );
  }
  if (files.length > 0) return files;
  throw new CommandError(`${project.root} has neither a spec.json nor a schema in schemas/`, { exitCode: 2 });
}

async function generate(schema: JsonSchema, typeName: string, name: string, source: string): Promise<GeneratedFile> {
  try {
    const text = await compile(withoutIndexSignatures(schema), typeName, {
      bannerComment: BANNER,
      cwd: join(source, '..'),
      style: { singleQuote: true, printWidth: 120 },
      // What a schema means never depends on what the network says.
      $refOptions: { resolve: { http: false } },
    });
    return { name, source, text };
  } catch (cause) {
    throw new CommandError(`Schema file ${source} is not a valid JSON Schema: ${(cause as Error).message}`, { cause });
  }
}

/** Titles of settings are for people; as names of types they would say nothing more than the settings' own names. */
function withoutTitles({ properties, title: _title, ...schema }: JsonSchema): JsonSchema {
  if (!isJsonObject(properties)) return schema;
  const untitled = Object.entries(properties).map(([name, property]) => {
    if (!isJsonObject(property)) return [name, property];
    const { title: _, ...rest } = property;
    return [name, rest];
  });
  return { ...schema, properties: Object.fromEntries(untitled) };
}

async function schemaFiles(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw new CommandError(`Folder ${folder} cannot be read: ${error.message}`, { exitCode: 2 });
  });
  return names
    .filter((name) => name.endsWith('.json'))
    .toSorted()
    .map((name) => join(folder, name));
}
