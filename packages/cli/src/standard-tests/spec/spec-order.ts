import { placeOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { isObject } from '../subject/json-shapes.ts';
import { specNodes } from './spec-nodes.ts';

export const specOrder: ConnectorTest = {
  name: 'spec-order',
  group: 'spec',
  proves: 'No two settings beside each other have the same place in the form.',
  advice: 'Count "order" through in spec.json: 0, 1, 2 …',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(
      ...nodes.flatMap((node) => {
        const { properties } = node.schema;
        if (!isObject(properties)) return [];
        const names = new Map<unknown, string[]>();
        for (const [name, property] of Object.entries(properties)) {
          const order = isObject(property) ? property['order'] : undefined;
          if (order !== undefined) names.set(order, [...(names.get(order) ?? []), name]);
        }
        return [...names]
          .filter(([, sharing]) => sharing.length > 1)
          .map(([order, sharing]) => `${sharing.join(' and ')} of ${placeOf(node)} have the order ${String(order)}`);
      }),
    );
  },
};
