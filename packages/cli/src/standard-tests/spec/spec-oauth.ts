import { schemaNodes } from '../schema-nodes.ts';
import { type ConnectorTest, failures, NotTestable } from '../standard-test.ts';
import { isObject } from '../subject/json-shapes.ts';

export const specOauth: ConnectorTest = {
  name: 'spec-oauth',
  group: 'spec',
  proves: 'Every path of the config that the OAuth flow names is a setting.',
  advice: 'Correct the path under advanced_auth in spec.json, or add the setting.',
  async run(connector) {
    const spec = await connector.specification();
    const { advanced_auth: auth, connectionSpecification: schema } = spec;
    if (auth === undefined) throw new NotTestable('the spec has no advanced_auth');
    const settings = new Set(
      [...schemaNodes(schema)].map(({ path }) => path.replace(/(?:^|\.)oneOf\[\d+\]/g, '').replace(/^\./, '')),
    );
    const missing = configPaths(auth).filter(({ path }) => !settings.has(path.join('.')));
    return failures(...missing.map(({ path, role }) => `${role} names "${path.join('.')}", which is no setting`));
  },
};

interface ConfigPath {
  readonly role: string;
  readonly path: readonly string[];
}

/** All paths into the config: the flow's condition, and where its inputs and outputs stand. */
function configPaths(auth: unknown, role = 'advanced_auth'): ConfigPath[] {
  if (!isObject(auth)) return [];
  return Object.entries(auth).flatMap(([name, value]) =>
    (name === 'predicate_key' || name === 'path_in_connector_config') && Array.isArray(value)
      ? [{ role: `${role}.${name}`, path: value.map(String) }]
      : configPaths(value, `${role}.${name}`),
  );
}
