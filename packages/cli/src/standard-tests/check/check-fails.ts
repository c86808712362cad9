import type { JsonObject } from '@headwater/cdk/protocol';
import { secretValues } from '@headwater/cdk/testing';
import { unauthorized } from '../../recording/faults.ts';
import { type ConnectorTest, failures, NotTestable } from '../standard-test.ts';
import type { ConnectorRun } from '../subject/run-connector.ts';
import type { TestedConnector } from '../subject/tested-connector.ts';
import { refusalProblems } from './refusal.ts';

export const checkFails: ConnectorTest = {
  name: 'check-fails',
  group: 'check',
  proves: 'check says FAILED, and why, when the API refuses the credentials.',
  advice:
    'Let checkConnection ask the API for something that needs the credentials. Where a wrong secret is not enough to be refused, write secrets/invalid_config.json.',
  async run(connector) {
    if (connector.api === 'recording') return failures(...refusalProblems(await refusedCheck(connector), 'a 401'));
    const config = connector.invalidConfig ?? (await wrongSecrets(connector));
    const what = connector.invalidConfig === undefined ? 'wrong secrets' : 'the invalid config';
    return failures(...refusalProblems(await connector.check(config), what));
  },
};

/** A recording takes all secrets for right. */
function refusedCheck(connector: TestedConnector): Promise<ConnectorRun> {
  return connector.check(connector.config, { alteration: { name: 'unauthorized', alter: () => unauthorized() } });
}

/** The config with secrets that nobody ever had. */
async function wrongSecrets(connector: TestedConnector): Promise<JsonObject> {
  const { connectionSpecification: schema } = await connector.specification();
  const secrets = new Set(secretValues(schema, connector.config));
  if (secrets.size === 0) {
    throw new NotTestable(
      'the config has no secret that could be wrong; secrets/invalid_config.json can hold a wrong config',
    );
  }
  const replace = (value: unknown): unknown => {
    if (typeof value === 'string') return secrets.has(value) ? wrong(value) : value;
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, replace(member)]));
  };
  return replace(connector.config) as JsonObject;
}

/** Another text of the same length and kind, so that only the API can tell. */
function wrong(secret: string): string {
  return secret.replace(/[a-z]/g, 'x').replace(/[A-Z]/g, 'X').replace(/\d/g, '0');
}
