import { readFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { parseEnv } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../command.ts';
import { readJsonFile } from './read-json-file.ts';
import type { ConnectorProject } from './connector-project.ts';
import { showJson } from '../terminal/show-json.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Where a config is looked for when no file is named. */
const DEFAULT_FILES = ['secrets/config.json', 'config.json'];

/** The name of an environment variable inside a config: `"api_token": "${SHOP_TOKEN}"`. */
const VARIABLE = /\$\{([A-Za-z_][A-Za-z0-9_]*)\}/g;

/** A connector's config with the values of the environment in it. */
export class ConfigFile {
  readonly path: string;
  /** What the connector is given. */
  readonly values: JsonObject;
  readonly #written: JsonObject;

  constructor(path: string, written: JsonObject, values: JsonObject) {
    this.path = path;
    this.#written = written;
    this.values = values;
  }

  /**
   * Keeps what the connector changed, such as a rotated refresh token, which is lost otherwise.
   *
   * @param changed The whole config, as a CONTROL message brings it.
   * @returns The names of settings that come from the environment, where only the user can change them.
   */
  async keep(changed: JsonObject): Promise<string[]> {
    const fromEnvironment: string[] = [];
    const written = replaceChanged(this.#written, this.values, changed, fromEnvironment, '') as JsonObject;
    await writeFileAtomically(this.path, `${showJson(written)}\n`);
    return fromEnvironment;
  }
}

/**
 * Reads the config of a project: the named file, else `secrets/config.json` or `config.json`. `${NAME}` in a text is replaced from
 * the environment, else from the project's `.env`.
 *
 * @throws CommandError when there is none, when it is no JSON object, or when a variable has no value.
 */
export async function readConfigFile(
  project: ConnectorProject,
  file: string | undefined,
  { cwd, env }: Pick<CommandContext, 'cwd' | 'env'>,
): Promise<ConfigFile> {
  const candidates = file === undefined ? DEFAULT_FILES.map((name) => join(project.root, name)) : [resolve(cwd, file)];
  for (const path of candidates) {
    const written = await readJsonFile(path, 'Config');
    if (written === undefined) continue;
    if (!isJsonObject(written)) {
      throw new CommandError(`Config file ${path} must hold a JSON object`, { exitCode: 2 });
    }
    const variables = { ...(await readDotEnv(project.root)), ...env };
    return new ConfigFile(path, written, substitute(written, variables, path) as JsonObject);
  }
  const looked = candidates.map((path) => relative(cwd, path)).join(' and ');
  throw new CommandError(
    `No config: looked for ${looked}. Write one with the settings of spec.json, or name it by --config FILE.`,
    { exitCode: 2 },
  );
}

async function readDotEnv(root: string): Promise<Record<string, string | undefined>> {
  try {
    return parseEnv(await readFile(join(root, '.env'), 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {};
    throw new CommandError(`${join(root, '.env')} cannot be read: ${(error as Error).message}`, { exitCode: 2 });
  }
}

function substitute(value: JsonValue, variables: CommandContext['env'], path: string): JsonValue {
  if (typeof value === 'string') {
    return value.replaceAll(VARIABLE, (_, name: string) => {
      const found = variables[name];
      if (found !== undefined && found !== '') return found;
      throw new CommandError(
        `Config file ${path} asks for \${${name}}, which has no value: set it in the environment or in .env.`,
        { exitCode: 2 },
      );
    });
  }
  if (Array.isArray(value)) return value.map((item) => substitute(item, variables, path));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, substitute(item ?? null, variables, path)]),
  );
}

/** The file's own text wherever nothing changed, so that `${NAME}` stays; new values elsewhere. */
function replaceChanged(
  written: JsonValue | undefined,
  before: JsonValue | undefined,
  after: JsonValue,
  fromEnvironment: string[],
  path: string,
): JsonValue {
  if (written !== undefined && JSON.stringify(before) === JSON.stringify(after)) return written;
  if (isJsonObject(written) && isJsonObject(before) && isJsonObject(after)) {
    return Object.fromEntries(
      Object.entries(after).map(([key, item]) => {
        const place = path === '' ? key : `${path}.${key}`;
        return [key, replaceChanged(written[key], before[key], item ?? null, fromEnvironment, place)];
      }),
    );
  }
  if (typeof written === 'string' && written.search(VARIABLE) !== -1) fromEnvironment.push(path);
  return after;
}
