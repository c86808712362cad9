import { access, readFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { isJsonObject } from '@headwater/cdk/protocol';
import { structuredPatch } from 'diff';
import { format, resolveConfig } from 'prettier';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import { writeFileAtomically } from '../project/write-file-atomically.ts';
import type { RecordSchema } from '../schemas/record-schema.ts';
import { showJson } from '../terminal/show-json.ts';

/** The schema of a stream in its file, `schemas/<stream>.json`. */
export class SchemaFile {
  readonly path: string;
  /** `undefined` when there is none yet. */
  readonly schema: RecordSchema | undefined;
  readonly #text: string;

  private constructor(path: string, schema: RecordSchema | undefined, text: string) {
    this.path = path;
    this.schema = schema;
    this.#text = text;
  }

  /**
   * Finds the file of a stream, also one whose name has `-` for the `_` of the stream.
   *
   * @throws CommandError for a name that is no file's, and for a file that holds no schema.
   */
  static async open({ schemasFolder }: Pick<ConnectorProject, 'schemasFolder'>, stream: string): Promise<SchemaFile> {
    if (!/^[\w.-]*\w$/.test(stream)) {
      throw new CommandError(`"${stream}" is no name of a schema file: letters, digits, - and _ are`, { exitCode: 2 });
    }
    const usual = join(schemasFolder, `${stream}.json`);
    const dashed = join(schemasFolder, `${stream.replaceAll('_', '-')}.json`);
    const path = (await exists(usual)) || !(await exists(dashed)) ? usual : dashed;
    const schema = await readJsonFile(path, 'Schema');
    if (schema === undefined) return new SchemaFile(path, undefined, '');
    if (!isJsonObject(schema)) throw new CommandError(`Schema file ${path} must hold a JSON object`, { exitCode: 2 });
    return new SchemaFile(path, schema, await readFile(path, 'utf8'));
  }

  /** What would change in the file, as `diff -u` shows it; empty when nothing would. */
  async diff(schema: RecordSchema, cwd: string): Promise<string> {
    const { hunks } = structuredPatch(this.path, this.path, this.#text, await this.textOf(schema));
    if (hunks.length === 0) return '';
    const name = relative(cwd, this.path);
    const lines = hunks.flatMap(({ oldStart, oldLines, newStart, newLines, lines: changed }) => [
      `@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`,
      ...changed,
    ]);
    return [`--- ${name}`, `+++ ${name}`, ...lines].join('\n');
  }

  async write(schema: RecordSchema): Promise<void> {
    const text = await this.textOf(schema);
    if (text !== this.#text) await writeFileAtomically(this.path, text, { mode: 0o666 });
  }

  /** As the project formats its JSON: prettier's settings where it has some. The text that is there when nothing changed. */
  async textOf(schema: RecordSchema): Promise<string> {
    if (this.schema !== undefined && showJson(schema) === showJson(this.schema)) return this.#text;
    const settings = await resolveConfig(this.path, { editorconfig: true });
    return format(showJson(schema), { printWidth: 120, ...settings, parser: 'json' });
  }
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
