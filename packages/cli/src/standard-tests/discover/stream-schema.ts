import { placeOf, schemaNodes } from '../schema-nodes.ts';
import { failures, type StreamTest } from '../standard-test.ts';
import { schemaProblem } from '../validate.ts';

export const streamSchema: StreamTest = {
  name: 'stream-schema',
  group: 'discover',
  proves: 'The schema of the records is a valid JSON Schema with properties, without $ref, and open for new fields.',
  advice: 'Correct the schema of the stream under schemas/; "headwater infer" makes one from what the API sends.',
  run({ entry: { json_schema: schema } }) {
    const problem = schemaProblem(schema);
    if (problem !== undefined) return failures(`the schema is no valid JSON Schema: ${problem}`);
    const nodes = [...schemaNodes(schema)];
    const hasProperties = Object.keys((schema['properties'] as object | undefined) ?? {}).length > 0;
    return failures(
      ...(hasProperties ? [] : ['the schema names no properties']),
      ...nodes.filter((node) => '$ref' in node.schema).map((node) => `${placeOf(node)} has a $ref`),
      ...nodes
        .filter((node) => node.schema['additionalProperties'] === false)
        .map((node) => `${placeOf(node)} has "additionalProperties": false, so a new field would break it`),
    );
  },
};
