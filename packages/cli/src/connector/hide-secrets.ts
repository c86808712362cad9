import { isJsonObject, type JsonObject, type JsonSchema, Redactor, secretValues } from '@headwater/cdk/protocol';
import type { ConnectorProject } from '../project/connector-project.ts';
import { namedSecrets } from '../project/named-secrets.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { askConnector } from './ask-connector.ts';
import type { StartOptions } from './start-connector.ts';

/** Hides the secrets of a config, and further ones. */
export type HideSecrets = (config: JsonObject, more?: Iterable<string>) => void;

/** What a spec is taken for that nobody knows: one in which all is secret. */
const ALL_SECRET: JsonSchema = { airbyte_secret: true };

/**
 * Keeps secrets out of all that the terminal shows from now on, whoever says it: a connector that crashes masks nothing. Secret is what
 * the spec marks and what is named like a secret. The spec is that of `spec.json`, else the connector is asked.
 */
export async function secretHider(
  project: ConnectorProject,
  terminal: Terminal,
  start: Pick<StartOptions, 'env' | 'signal'>,
): Promise<HideSecrets> {
  const schema = (await writtenSpec(project)) ?? (await givenSpec(project, start)) ?? ALL_SECRET;
  const redactor = new Redactor();
  terminal.hide((text) => redactor.redact(text));
  return (config, more = []) => {
    for (const secret of [...secretValues(schema, config), ...namedSecrets(config), ...more]) redactor.add(secret);
  };
}

async function writtenSpec({ specFile }: ConnectorProject): Promise<JsonSchema | undefined> {
  const spec = await readJsonFile(specFile, 'Spec').catch(() => undefined);
  const schema = isJsonObject(spec) ? spec['connectionSpecification'] : undefined;
  return isJsonObject(schema) ? schema : undefined;
}

async function givenSpec(
  project: ConnectorProject,
  start: Pick<StartOptions, 'env' | 'signal'>,
): Promise<JsonSchema | undefined> {
  return askConnector(project, 'SPEC', { command: 'spec', ...start }).then(
    ({ spec }) => spec.connectionSpecification,
    () => undefined,
  );
}
