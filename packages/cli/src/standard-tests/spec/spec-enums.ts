import { placeOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { specNodes } from './spec-nodes.ts';

export const specEnums: ConnectorTest = {
  name: 'spec-enums',
  group: 'spec',
  proves: 'No enum of the config names a value twice.',
  advice: 'Remove the second one from the enum in spec.json.',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(
      ...nodes.flatMap((node) => {
        const values = Array.isArray(node.schema['enum'])
          ? node.schema['enum'].map((value) => JSON.stringify(value))
          : [];
        const twice = new Set(values.filter((value, index) => values.indexOf(value) !== index));
        return [...twice].map((value) => `the enum of ${placeOf(node)} has ${value} more than once`);
      }),
    );
  },
};
