import { isJsonObject, type JsonObject, type JsonSchema, Redactor, secretValues } from '@headwater/cdk/protocol';
import type { ConnectorProject } from '../project/connector-project.ts';
import { isNamedLikeSecret, namedSecrets } from '../project/named-secrets.ts';
import { readJsonFile } from '../project/read-json-file.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { askConnector } from './ask-connector.ts';
import type { StartOptions } from './start-connector.ts';
import { undeclaredValues } from './undeclared-values.ts';

/** Hides the secrets of a config, and those of the values, each with its name, that stand in it in the place of `${NAME}`. */
export type HideSecrets = (config: JsonObject, valuesOfNames?: ReadonlyMap<string, string>) => void;

/** A shorter value is in other texts by chance. */
const SHORTEST_SECRET = 6;

/** A number, a moment, or an address without a password or a query. */
const OPEN_VALUE = /^(?:[+-]?\d+(?:\.\d+)?|\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-][\d:]+)?)?|https?:\/\/[^@?#]*)$/;

/** What a spec is taken for that nobody knows: one in which all is secret. */
const ALL_SECRET: JsonSchema = { airbyte_secret: true };

/**
 * Keeps secrets out of all that the terminal shows from now on, whoever says it: a connector that crashes masks nothing. Secret is what
 * the spec marks and what is named like a secret, and of the values of names what stands in a setting that is, or of which the spec says
 * nothing. The spec is that of `spec.json`, else the connector is asked.
 */
export async function secretHider(
  project: ConnectorProject,
  terminal: Terminal,
  start: Pick<StartOptions, 'env' | 'signal'>,
): Promise<HideSecrets> {
  const schema = (await writtenSpec(project)) ?? (await givenSpec(project, start)) ?? ALL_SECRET;
  const redactor = new Redactor();
  terminal.hide((text) => redactor.redact(text));
  return (config, valuesOfNames = new Map()) => {
    const secrets = [...secretValues(schema, config), ...namedSecrets(config)];
    secrets.forEach(redactor.add);
    const hidden = [...secrets, ...undeclaredValues(schema, config)];
    for (const [value, name] of valuesOfNames) {
      if (value.length < SHORTEST_SECRET || OPEN_VALUE.test(value)) continue;
      if (isNamedLikeSecret(name) || hidden.some((text) => text.includes(value))) redactor.add(value);
    }
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
