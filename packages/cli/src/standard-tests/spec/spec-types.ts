import { placeOf, type SchemaNode, typesOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { specNodes } from './spec-nodes.ts';

export const specTypes: ConnectorTest = {
  name: 'spec-types',
  group: 'spec',
  proves: 'Each setting has one type, or that type and null.',
  advice: 'Give the setting one type in spec.json; where several are meant, use a oneOf of objects.',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(...nodes.flatMap(problemsOf));
  },
};

function problemsOf(node: SchemaNode): string[] {
  if (node.role !== 'property') return [];
  const types = typesOf(node.schema).filter((type) => type !== 'null');
  if (types.length > 1) return [`${placeOf(node)} has the types ${types.join(', ')}`];
  const isKnown = types.length === 1 || 'const' in node.schema || 'enum' in node.schema || 'oneOf' in node.schema;
  return isKnown ? [] : [`${placeOf(node)} has no type`];
}
