const property = (type: string, more: object = {}): object => ({ type, ...more });
const schemaOf = (properties: object): object => ({ type: 'object', additionalProperties: true, properties });

/** What the little connector needs to be configured. */
export const littleSpec = {
  connectionSpecification: {
    ...schemaOf({
      api_token: property('string', { airbyte_secret: true, order: 0 }),
      kind: property('string', { enum: ['a', 'b'], order: 1 }),
      regions: property('array', { items: { type: 'string' }, order: 2 }),
      period: {
        type: 'object',
        order: 3,
        oneOf: [
          schemaOf({ unit: property('string', { const: 'day' }), days: property('integer') }),
          schemaOf({ unit: property('string', { const: 'month' }), months: property('integer') }),
        ],
      },
    }),
    required: ['api_token'],
  },
  advanced_auth: { predicate_key: ['period', 'unit'], predicate_value: 'day' },
};

/** What it can read. */
export const littleStreams = [
  {
    name: 'orders',
    json_schema: schemaOf({
      id: property('integer'),
      total: property('number'),
      updated_at: property('string', { format: 'date-time' }),
    }),
    supported_sync_modes: ['full_refresh', 'incremental'],
    source_defined_cursor: true,
    default_cursor_field: ['updated_at'],
    source_defined_primary_key: [['id']],
    is_resumable: true,
  },
  {
    name: 'tags',
    json_schema: schemaOf({ id: property('integer'), name: property('string') }),
    supported_sync_modes: ['full_refresh'],
    source_defined_primary_key: [['id']],
  },
];
