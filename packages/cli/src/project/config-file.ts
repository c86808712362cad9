import { join, relative, resolve } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { isJsonObject, type JsonObject, type JsonValue } from '@headwater/cdk/protocol';
import { CommandError } from '../command-error.ts';
import type { CommandContext } from '../command.ts';
import { showJson } from '../terminal/show-json.ts';
import type { ConnectorProject } from './connector-project.ts';
import { DotEnv } from './dot-env.ts';
import { readJsonFile } from './read-json-file.ts';
import { replaceChanged } from './replace-changed.ts';
import { mergeChanges } from './merge-changes.ts';
import { settingsNamed } from './settings-named.ts';
import { fillIn, Variables } from './variables.ts';
import { writeFileAtomically } from './write-file-atomically.ts';

/** Where a config is looked for when no file is named. */
const DEFAULT_FILES = ['secrets/config.json', 'config.json'];

/** Set to `no` where what a connector changes in its config is worth nothing, as beside a mock API. */
const KEEP_CONFIG = 'HEADWATER_KEEP_CONFIG';

/** Where changes of a config went. */
export interface KeptChanges {
  /** Paths of the settings that the config file holds itself. */
  readonly settings: readonly string[];
  /** The names that have new values in `.env`. */
  readonly names: readonly string[];
  /** Those of them that the environment sets to an old value, which wins over `.env`. */
  readonly outdated: readonly string[];
}

/** A connector's config with the values of the environment in it. */
export class ConfigFile {
  readonly path: string;
  readonly dotEnv: DotEnv;
  readonly #env: CommandContext['env'];
  readonly #variables: Variables;
  /** What stands in the file, and what that means. */
  #kept: { readonly written: JsonObject; readonly values: JsonObject };
  #values: JsonObject;
  /** What the connector last made of it, as far as that is kept. */
  #taken: JsonObject;
  #keeping: Promise<unknown> = Promise.resolve();

  /** @throws CommandError when a name has no value. */
  constructor(
    path: string,
    written: JsonObject,
    { env, dotEnv }: Pick<ConfigFile, 'dotEnv'> & { env: typeof process.env },
  ) {
    this.path = path;
    this.dotEnv = dotEnv;
    this.#env = env;
    this.#variables = new Variables(env, dotEnv);
    this.#values = substitute(written, (name) => {
      const value = this.#variables.valueOf(name);
      if (value !== undefined) return value;
      throw new CommandError(
        `Config file ${path} asks for \${${name}}, which has no value: set it in the environment or in .env.`,
        { exitCode: 2 },
      );
    }) as JsonObject;
    this.#taken = this.#values;
    this.#kept = { written, values: this.#values };
  }

  /** What the connector is given: with all that it has changed. */
  get values(): JsonObject {
    return this.#values;
  }

  /** What stands in the place of names, or stood there, each with its name. */
  get valuesOfNames(): ReadonlyMap<string, string> {
    return this.#variables.given;
  }

  /**
   * Keeps what the connector changed, such as a rotated refresh token, which is lost otherwise: each value where it came from. A
   * value in the place of `${NAME}` goes to `.env`, all else into the config file; one of a name that is in another setting now, as its
   * name.
   *
   * @param changed The whole config, as a CONTROL message brings it.
   * @returns Where the changes went; `undefined` when nothing was to be kept.
   */
  async keep(changed: JsonObject): Promise<KeptChanges | undefined> {
    this.#values = changed;
    if (this.#env[KEEP_CONFIG] === 'no') return undefined;
    // One after another: a later token must not be overwritten by an earlier one.
    const kept = this.#keeping.then(() => this.#write(changed));
    this.#keeping = kept.catch(() => undefined);
    return kept;
  }

  /** Where the values of settings come from whose name is like this: a file and a name in it. Without a file, the environment. */
  originsOf(setting: RegExp): { readonly name: string; readonly file?: string }[] {
    return settingsNamed(setting, this.#kept.written).flatMap(({ path, text }) => {
      const names = this.#variables.namesIn(text);
      if (names.length === 0) return [{ name: path, file: this.path }];
      return names.map((name) => (this.#variables.isOfEnvironment(name) ? { name } : { name, file: this.dotEnv.path }));
    });
  }

  /** The file as it is now: somebody may have edited it while the connector ran. What cannot be read is taken for what it was. */
  async #asItIs(): Promise<{ readonly written: JsonObject; readonly values: JsonObject }> {
    const written = await readJsonFile(this.path, 'Config').catch(() => undefined);
    if (!isJsonObject(written) || isDeepStrictEqual(written, this.#kept.written)) return this.#kept;
    const values = substitute(written, (name) => this.#variables.valueOf(name) ?? `\${${name}}`) as JsonObject;
    return { written, values };
  }

  async #write(changed: JsonObject): Promise<KeptChanges | undefined> {
    const { written, values } = await this.#asItIs();
    const merged = mergeChanges(this.#taken, values, changed) as JsonObject;
    this.#taken = changed;
    const settings: string[] = [];
    const names = new Map<string, string>();
    const replaced = replaceChanged(written, values, merged, { settings, names, variables: this.#variables }, '');
    this.#kept = { written: replaced as JsonObject, values: merged };
    if (names.size > 0) await this.dotEnv.set(names);
    if (showJson(replaced as JsonObject) !== showJson(written))
      await writeFileAtomically(this.path, `${showJson(replaced as JsonObject)}\n`);
    if (settings.length + names.size === 0) return undefined;
    const outdated = [...names.keys()].filter((name) => this.#variables.isOfEnvironment(name));
    return { settings, names: [...names.keys()], outdated };
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
    return new ConfigFile(path, written, { env, dotEnv: await DotEnv.open(project.root) });
  }
  const looked = candidates.map((path) => relative(cwd, path)).join(' and ');
  throw new CommandError(
    `No config: looked for ${looked}. Write one with the settings of spec.json, or name it by --config FILE.`,
    { exitCode: 2 },
  );
}

/** The config with values in place of names. */
function substitute(value: JsonValue, valueOf: (name: string) => string): JsonValue {
  if (typeof value === 'string') return fillIn(value, valueOf);
  if (Array.isArray(value)) return value.map((item) => substitute(item, valueOf));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, substitute(item ?? null, valueOf)]));
}
