import { placeOf } from '../schema-nodes.ts';
import { type ConnectorTest, failures } from '../standard-test.ts';
import { specNodes } from './spec-nodes.ts';

/** What platforms cannot make a form of. */
const REFUSED = [
  '$ref',
  'not',
  'anyOf',
  'allOf',
  'patternProperties',
  'prefixItems',
  'if',
  'then',
  'else',
  'dependencies',
  'dependentSchemas',
  'dependentRequired',
];

export const specKeywords: ConnectorTest = {
  name: 'spec-keywords',
  group: 'spec',
  proves:
    'The config schema uses only what platforms can show as a form, and accepts settings that a later version drops.',
  advice: 'Write the setting out in spec.json: a plain type, or a oneOf of objects; leave additionalProperties away.',
  async run(connector) {
    const nodes = await specNodes(connector);
    return failures(
      ...nodes.flatMap((node) =>
        REFUSED.filter((keyword) => keyword in node.schema).map((keyword) => `${placeOf(node)} has "${keyword}"`),
      ),
      ...nodes
        .filter(({ schema }) => schema['additionalProperties'] === false)
        .map((node) => `${placeOf(node)} has "additionalProperties": false`),
    );
  },
};
