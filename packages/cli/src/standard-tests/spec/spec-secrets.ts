import { isNamedLikeSecret } from '../../project/named-secrets.ts';
import { type SchemaNode, typesOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { specNodes } from './spec-nodes.ts';

export const specSecrets: ConnectorTest = {
  name: 'spec-secrets',
  group: 'spec',
  proves: 'Every setting that is named like a secret is marked as one, so that platforms hide it.',
  advice: 'Add "airbyte_secret": true to the setting in spec.json.',
  async run(connector) {
    const nodes = await specNodes(connector);
    const hidden = nodes.filter(({ schema }) => schema['airbyte_secret'] === true).map(({ path }) => path);
    const open = nodes.filter((node) => isOpenSecret(node) && !hidden.some((path) => isWithin(node.path, path)));
    return failures(...open.map(({ path }) => `"${path}" is not marked as a secret`));
  },
};

function isOpenSecret({ path, role, schema }: SchemaNode): boolean {
  const isText = typesOf(schema).some((type) => type === 'string' || type === 'integer' || type === 'number');
  return role === 'property' && isText && !('const' in schema) && isNamedLikeSecret(path.split('.').at(-1) ?? '');
}

function isWithin(path: string, outer: string): boolean {
  return path === outer || path.startsWith(`${outer}.`);
}
