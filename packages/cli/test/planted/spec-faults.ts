import { all, type PlantedFault } from './planted-fault.ts';

type Schema = any;

/** A fault in the schema of the config. */
const inSpec = (test: string, fault: string, finds: string, plant: (schema: Schema) => void): PlantedFault => ({
  test,
  fault,
  finds,
  plant: (run, { command }) => {
    if (command === 'spec') plant(all(run, 'SPEC')[0].spec.connectionSpecification);
  },
});

export const specFaults: readonly PlantedFault[] = [
  {
    test: 'spec-answers',
    fault: 'spec says nothing',
    finds: 'spec gave no SPEC: exit code 0',
    plant: (run, { command }) => command === 'spec' && run.messages.splice(0),
  },
  {
    test: 'spec-answers',
    fault: 'two SPECs',
    finds: 'spec gave 2 SPECs',
    plant: (run, { command }) => command === 'spec' && run.messages.push(run.messages[0]),
  },
  inSpec('spec-answers', 'a type that does not exist', 'is no valid JSON Schema', (schema) => {
    schema.properties.kind.type = 'text';
  }),
  inSpec(
    'spec-answers',
    'no object',
    'connectionSpecification has the type "string", which must be "object"',
    (schema) => {
      schema.type = 'string';
    },
  ),
  inSpec('spec-enums', 'a value twice', 'the enum of "kind" has "a" more than once', (schema) => {
    schema.properties.kind.enum.push('a');
  }),
  inSpec('spec-one-of', 'outside of an object', 'the oneOf of "period" stands in no "type": "object"', (schema) => {
    delete schema.properties.period.type;
  }),
  inSpec('spec-one-of', 'nothing to tell the options apart', 'share no property with a const', (schema) => {
    delete schema.properties.period.oneOf[1].properties.unit.const;
  }),
  inSpec('spec-one-of', 'two consts', 'share the properties unit, size with a const', (schema) => {
    for (const { properties } of schema.properties.period.oneOf) properties.size = { type: 'string', const: 'x' };
  }),
  inSpec('spec-one-of', 'the same const twice', 'have the same const in "unit": "day", "day"', (schema) => {
    schema.properties.period.oneOf[1].properties.unit.const = 'day';
  }),
  inSpec(
    'spec-one-of',
    'a default beside the const',
    '"unit" in the options of the oneOf of "period" has "default"',
    (schema) => {
      schema.properties.period.oneOf[0].properties.unit.default = 'day';
    },
  ),
  inSpec(
    'spec-one-of',
    'an option that is no object',
    'option 2 of the oneOf of "period" has no properties',
    (schema) => {
      schema.properties.period.oneOf[1] = { type: 'string' };
    },
  ),
  inSpec('spec-secrets', 'a secret in the open', '"api_token" is not marked as a secret', (schema) => {
    delete schema.properties.api_token.airbyte_secret;
  }),
  inSpec('spec-secrets', 'a secret in an option', '"period.oneOf[0].clientSecret" is not marked', (schema) => {
    schema.properties.period.oneOf[0].properties.clientSecret = { type: 'string' };
  }),
  inSpec('spec-types', 'two types', '"kind" has the types string, integer', (schema) => {
    schema.properties.kind.type = ['string', 'integer', 'null'];
  }),
  inSpec('spec-types', 'no type', '"regions" has no type', (schema) => {
    delete schema.properties.regions.type;
  }),
  inSpec('spec-shapes', 'an empty object', 'the object "more" has no properties', (schema) => {
    schema.properties.more = { type: 'object' };
  }),
  inSpec('spec-shapes', 'an array of anything', 'the array "regions" does not say what its items are', (schema) => {
    delete schema.properties.regions.items;
  }),
  inSpec('spec-keywords', 'anyOf', '"kind" has "anyOf"', (schema) => {
    schema.properties.kind.anyOf = [{ minLength: 1 }];
  }),
  inSpec('spec-keywords', '$ref', '"kind" has "$ref"', (schema) => {
    schema.properties.kind = { $ref: '#/definitions/kind' };
  }),
  inSpec('spec-keywords', 'closed', 'the schema itself has "additionalProperties": false', (schema) => {
    schema.additionalProperties = false;
  }),
  inSpec('spec-order', 'two in one place', 'api_token and kind of the schema itself have the order 0', (schema) => {
    schema.properties.kind.order = 0;
  }),
  {
    test: 'spec-oauth',
    fault: 'a path that leads nowhere',
    finds: 'advanced_auth.predicate_key names "credentials.kind", which is no setting',
    plant: (run, { command }) => {
      if (command === 'spec') run.messages[0].spec.advanced_auth.predicate_key = ['credentials', 'kind'];
    },
  },
];
