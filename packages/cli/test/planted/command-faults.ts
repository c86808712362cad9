import { all, type PlantedFault } from './planted-fault.ts';

/** A fault in a stream of the catalog. */
const inCatalog = (
  test: string,
  fault: string,
  finds: string,
  plant: (orders: any, streams: any[]) => void,
): PlantedFault => ({
  test,
  fault,
  finds,
  plant: (run, { command }) => {
    if (command !== 'discover') return;
    const { streams } = all(run, 'CATALOG')[0].catalog;
    plant(streams[0], streams);
  },
});

const status = (run: any): any => all(run, 'CONNECTION_STATUS')[0].connectionStatus;

let discoveries = 1;

export const commandFaults: readonly PlantedFault[] = [
  {
    test: 'check-succeeds',
    fault: 'it fails with a good config',
    finds: 'check says FAILED: no luck',
    plant: (run, { command, config }) => {
      if (command === 'check' && config?.['api_token'] === 'right-secret')
        Object.assign(status(run), { status: 'FAILED', message: 'no luck' });
    },
  },
  {
    test: 'check-succeeds',
    fault: 'two answers',
    finds: 'check gave 2 CONNECTION_STATUSes',
    plant: (run, { command }) => command === 'check' && run.messages.push(run.messages[0]),
  },
  {
    test: 'check-succeeds',
    fault: 'a crash',
    finds: 'check gave no CONNECTION_STATUS: exit code 1, "TypeError: x is undefined"',
    plant: (run, { command }) =>
      command === 'check' && Object.assign(run, { messages: [], exitCode: 1, stderr: 'TypeError: x is undefined\n' }),
  },
  {
    test: 'check-fails',
    fault: 'it asks for nothing that needs the token',
    finds: 'check says SUCCEEDED with wrong secrets',
    plant: (run, { command }) => command === 'check' && (status(run).status = 'SUCCEEDED'),
  },
  {
    test: 'check-fails',
    fault: 'no reason',
    finds: 'check says FAILED with wrong secrets, and does not say why',
    plant: (run, { command }) => command === 'check' && delete status(run).message,
  },
  {
    test: 'check-incomplete',
    fault: 'the config is not looked at',
    finds: 'check says SUCCEEDED with an empty config',
    plant: (run, { command }) => command === 'check' && (status(run).status = 'SUCCEEDED'),
  },
  {
    test: 'check-incomplete',
    fault: 'it does not say what is missing',
    finds: 'the answer to an empty config does not name api_token: invalid config',
    plant: (run, { command }) => command === 'check' && (status(run).message = 'invalid config'),
  },
  {
    test: 'discover-answers',
    fault: 'no catalog',
    finds: 'discover gave no CATALOG',
    plant: (run, { command }) => command === 'discover' && run.messages.splice(0),
  },
  inCatalog('discover-answers', 'the same name twice', 'two streams have the name orders', (orders, streams) => {
    streams.push(orders);
  }),
  {
    test: 'discover-answers',
    fault: 'another schema each time',
    finds: 'the stream orders has another json_schema in a second CATALOG',
    plant: (run, { command }) => {
      if (command === 'discover')
        all(run, 'CATALOG')[0].catalog.streams[0].json_schema.properties[`f${++discoveries}`] = { type: 'string' };
    },
  },
  {
    test: 'discover-answers',
    fault: 'a stream comes and goes',
    finds: 'the stream tags is only in the',
    plant: (run, { command }) => {
      if (command === 'discover' && ++discoveries % 2 === 1) all(run, 'CATALOG')[0].catalog.streams.pop();
    },
  },
  inCatalog('discover-answers', 'nothing in it', 'the CATALOG has no stream', (_, streams) => {
    streams.splice(0);
  }),
  inCatalog('stream-schema', 'a type that does not exist', 'the schema is no valid JSON Schema', (orders) => {
    orders.json_schema.properties.total.type = 'decimal';
  }),
  inCatalog('stream-schema', 'a $ref', '"total" has a $ref', (orders) => {
    orders.json_schema.definitions = { money: { type: 'number' } };
    orders.json_schema.properties.total = { $ref: '#/definitions/money' };
  }),
  inCatalog('stream-schema', 'closed', 'so a new field would break it', (orders) => {
    orders.json_schema.additionalProperties = false;
  }),
  inCatalog('stream-schema', 'empty', 'the schema names no properties', (orders) => {
    orders.json_schema = { type: 'object' };
  }),
  inCatalog(
    'stream-fields',
    'a key that is not in the schema',
    'the primary key field "uuid" is not in the schema',
    (orders) => {
      orders.source_defined_primary_key = [['uuid']];
    },
  ),
  inCatalog('stream-fields', 'a cursor that is an object', 'the cursor field "updated_at" is an object', (orders) => {
    orders.json_schema.properties.updated_at = { type: 'object', properties: {} };
  }),
  inCatalog('stream-sync-modes', 'none', 'it names no sync mode', (orders) => {
    orders.supported_sync_modes = [];
  }),
  inCatalog('stream-sync-modes', 'one that does not exist', '"delta" is no sync mode', (orders) => {
    orders.supported_sync_modes.push('delta');
  }),
  inCatalog('stream-sync-modes', 'no cursor', 'incremental by a cursor of its own, and does not name it', (orders) => {
    delete orders.default_cursor_field;
  }),
];
