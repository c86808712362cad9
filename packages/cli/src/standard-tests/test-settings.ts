import { join } from 'node:path';
import { CommandError } from '../command-error.ts';
import type { ConnectorProject } from '../project/connector-project.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import { isObject } from './subject/json-shapes.ts';
import schema from '../../schemas/headwater.json' with { type: 'json' };
import { compileSchema } from './validate.ts';

/** Findings that are known and right, by the name of the test; each with the reason why. */
export type Accepted = Readonly<Record<string, string>>;

/** What the tests cannot know about a stream. */
export interface StreamSettings {
  readonly accept?: Accepted;
  /** How far before its state the stream reads again on purpose: an ISO 8601 duration, or a number in units of the cursor. */
  readonly lookback?: string | number;
}

/** What the tests cannot know about a connector. */
export interface TestSettings {
  readonly accept?: Accepted;
  readonly streams?: Readonly<Record<string, StreamSettings>>;
}

/**
 * Reads what a project says about its tests: `test` in headwater.json, or in `headwater` of package.json.
 *
 * @throws CommandError that names what is wrong.
 */
export async function readTestSettings(project: ConnectorProject, tests: readonly string[]): Promise<TestSettings> {
  const file = join(project.root, 'headwater.json');
  const ownFile = await readJsonFile(file, 'Settings');
  const manifest = await readJsonFile(join(project.root, 'package.json'), 'Package');
  const place = ownFile === undefined ? '"headwater" in package.json' : 'headwater.json';
  const settings = ownFile ?? (isObject(manifest) ? manifest['headwater'] : undefined);
  if (settings === undefined) return {};
  const validate = compileSchema(schema);
  if (!validate(settings)) {
    const problems = validate.errors?.map(({ instancePath, message, params }) => {
      const name = params['additionalProperty'] === undefined ? '' : ` "${String(params['additionalProperty'])}"`;
      return `${instancePath === '' ? 'it' : instancePath.slice(1).replaceAll('/', '.')} ${message}${name}`;
    });
    throw new CommandError(`${place}: ${problems?.join('; ')}`, { exitCode: 2 });
  }
  const { test = {} } = settings as { readonly test?: TestSettings };
  const accepted = [test, ...Object.values(test.streams ?? {})].flatMap(({ accept = {} }) => Object.keys(accept));
  const unknown = accepted.find((name) => !tests.includes(name));
  if (unknown !== undefined) {
    throw new CommandError(`${place} accepts findings of "${unknown}", which is no test. Tests: ${tests.join(', ')}`, {
      exitCode: 2,
    });
  }
  return test;
}
