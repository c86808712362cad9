import { placeOf, type SchemaNode, typesOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { isObject } from '../subject/json-shapes.ts';
import { specNodes } from './spec-nodes.ts';

export const specShapes: ConnectorTest = {
  name: 'spec-shapes',
  group: 'spec',
  proves: 'Each object among the settings names its properties, and each array the type of its items.',
  advice: 'A platform shows a form: name in spec.json what is in the object or the array.',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(...nodes.flatMap(problemsOf));
  },
};

function problemsOf(node: SchemaNode): string[] {
  const { schema, role } = node;
  const types = typesOf(schema);
  const { properties, oneOf, items } = schema;
  const isEmpty = !(isObject(properties) && Object.keys(properties).length > 0) && !Array.isArray(oneOf);
  // A connector without any settings is one: its config is an empty object.
  if (types.includes('object') && isEmpty && role !== 'root') return [`the object ${placeOf(node)} has no properties`];
  const hasItems = isObject(items) && (typesOf(items).length > 0 || 'enum' in items || 'oneOf' in items);
  return types.includes('array') && !hasItems ? [`the array ${placeOf(node)} does not say what its items are`] : [];
}
